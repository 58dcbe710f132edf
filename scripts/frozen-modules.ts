/** The modules whose code is built in, as in CPython's Tools/build/freeze_modules.py. */

export interface FrozenEntry {
  /** The name under which it is found. */
  readonly name: string;
  /** The module whose source it is: also its file name, `<frozen module>`. */
  readonly module: string;
  readonly isPackage: boolean;
}

const entry = (name: string, module = name, isPackage = false): FrozenEntry => ({ name, module, isPackage });

export const FROZEN_MODULES: readonly FrozenEntry[] = [
  entry('_frozen_importlib', 'importlib._bootstrap'),
  entry('_frozen_importlib_external', 'importlib._bootstrap_external'),
  entry('zipimport'),
  entry('abc'),
  entry('codecs'),
  entry('io'),
  entry('_collections_abc'),
  entry('_sitebuiltins'),
  entry('genericpath'),
  entry('ntpath'),
  entry('posixpath'),
  entry('os'),
  entry('site'),
  entry('stat'),
  entry('importlib.util'),
  entry('importlib.machinery'),
  entry('runpy'),
  entry('__hello__'),
  entry('__phello__', '__phello__', true),
  entry('__phello__.spam'),
];
