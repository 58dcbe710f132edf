/** May JavaScript be made from text here? Content security policies and `--disallow-code-generation-from-strings` say no. */
export function canMakeFunctions(): boolean {
  try {
    new Function('');
    return true;
  } catch {
    return false;
  }
}
