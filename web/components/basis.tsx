import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { BASIS_WORDS, CONFIDENCE_WORDS } from '../words'

type BasisAnswer = JourneyAnswer['deadlines'][number]['basis']

/** On whose authority a rule stands, in a line; how sure we are of it, unless it is confirmed. */
export function BasisLine({ basis: { kind, citation, confidence, note } }: { basis: BasisAnswer }): VNode {
  return (
    <span class="pace-quiet">
      {kind !== 'law' && !saysItself(citation, kind) && `${BASIS_WORDS[kind]}: `}
      {citation}
      {confidence !== 'confirmed' && ` (${CONFIDENCE_WORDS[confidence].toLowerCase()})`}
      {note && `. ${note}`}
    </span>
  )
}

// "Highland test of change" says already that it is one.
function saysItself(citation: string, kind: BasisAnswer['kind']): boolean {
  return citation.toLowerCase().includes(BASIS_WORDS[kind].toLowerCase())
}
