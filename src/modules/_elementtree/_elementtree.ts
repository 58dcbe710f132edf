/** _elementtree: what makes xml.etree.ElementTree fast. CPython: Modules/_elementtree.c. */
import { None } from '../../objects/singletons.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { constant, defineModule, fn, rawFn } from '../../runtime/define.ts';
import { factories, ParseErrorType, PyTreeBuilder, treeBuilder } from './builder.ts';
import { element, elementIterator, PyElement, subElement } from './element.ts';
import { PyETParser, xmlParser } from './parser.ts';

export const _elementtree = defineModule('_elementtree', '', [
  rawFn('SubElement', undefined, 'Make an element that is a child of another.', (_, args, kwnames) =>
    subElement(args, kwnames),
  ),
  fn(
    '_set_factories($module, comment_factory: object, pi_factory: object, /)',
    'Say what makes comments and instructions; return what did so far.',
    (_, comment, instruction) => {
      const known = factories();
      const old = new PyTuple([known.comment ?? None, known.instruction ?? None]);
      known.comment = comment === None ? undefined : comment;
      known.instruction = instruction === None ? undefined : instruction;
      return old;
    },
  ),
  constant('Element', PyElement.type),
  constant('ParseError', ParseErrorType),
  constant('TreeBuilder', PyTreeBuilder.type),
  constant('XMLParser', PyETParser.type),
]);

export const ELEMENTTREE_TYPES = [{ type: ParseErrorType }, element, elementIterator, treeBuilder, xmlParser];
