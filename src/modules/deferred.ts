/** Built-in modules that nothing but a program needs: they and their types are made when one of them is imported. */
import type { PyBaseObject } from '../objects/object.ts';
import { readyTypes, type TypeDefinition } from '../runtime/define.ts';
import type { ModuleDefinition, ModuleEntry } from '../runtime/module-definition.ts';

/** Modules of one family with the types that they define. */
export interface ModuleFamily {
  readonly modules: readonly ModuleDefinition[];
  readonly types?: readonly TypeDefinition[];
}

/** Stands for a module that has not been made yet. */
class DeferredModule implements ModuleDefinition {
  readonly name: string;
  readonly #family: () => ReadonlyMap<string, ModuleDefinition>;

  constructor(name: string, family: () => ReadonlyMap<string, ModuleDefinition>) {
    this.name = name;
    this.#family = family;
  }
  get doc(): string {
    return this.#made().doc;
  }
  get entries(): readonly ModuleEntry[] {
    return this.#made().entries;
  }
  exec(module: PyBaseObject): void {
    this.#made().exec?.(module);
  }
  #made(): ModuleDefinition {
    return this.#family().get(this.name)!;
  }
}

/** Modules by name; `make` asks a deferred import for them. */
export function deferred(names: readonly string[], make: () => ModuleFamily): ModuleDefinition[] {
  let made: ReadonlyMap<string, ModuleDefinition> | undefined;
  const family = (): ReadonlyMap<string, ModuleDefinition> => {
    if (made === undefined) {
      const { modules, types } = make();
      readyTypes(types ?? []);
      made = new Map(modules.map((module) => [module.name, module]));
    }
    return made;
  };
  return names.map((name) => new DeferredModule(name, family));
}
