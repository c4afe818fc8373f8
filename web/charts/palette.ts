/**
 * The colours of charts, as presentation attributes: a page allows no styles in it. Each has 3:1 against white, and whatever
 * lies beside another differs from it in shape as well, so that nothing is told by colour alone.
 */
export const INK = '#333333'
export const QUIET = '#5e5e5e'
export const LINE = '#0065bd'
export const PAPER = '#ffffff'
export const RULE = '#949494'
/** Lines to read values by, which nobody needs to tell from anything. */
export const FAINT = '#e0e0e0'

export const FONT = 'Roboto, Arial, Helvetica, sans-serif'
