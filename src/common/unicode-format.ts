/**
 * What the packed Unicode tables are made of: scripts/generate-unicode.ts writes numbers for these, the
 * readers beside this file read them.
 */

/** General categories, bidirectional classes and East Asian widths, by their number in a record. */
export const CATEGORIES =
  'Cn Lu Ll Lt Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Lm Lo Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So'.split(' ');
export const BIDI_CLASSES =
  ' L LRE LRO R AL RLE RLO PDF EN ES ET AN CS NSM BN B S WS ON LRI RLI FSI PDI'.split(' ');
export const WIDTHS = 'N F H W Na A'.split(' ');

/** Flags of a record. */
export const MIRRORED = 1;
export const XID_START = 2;
export const XID_CONTINUE = 4;
export const LOWERCASE = 8;
export const UPPERCASE = 16;
export const CASED = 32;
export const CASE_IGNORABLE = 64;

/** Kinds of decompositions; the first, canonical, has no tag. */
export const DECOMPOSITION_TAGS =
  ' <noBreak> <compat> <super> <fraction> <sub> <font> <circle> <wide> <vertical> <square> <isolated> <final> <initial> <medial> <small> <narrow>'.split(
    ' ',
  );

/** Letters of the words that are spelled out among names. */
export const NAME_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-';
