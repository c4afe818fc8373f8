import type { VNode } from 'preact'
import type { PracticeAnswer } from '../../contracts/practice-schema'
import { inFull } from '../../domain/dates-in-words'
import { comingInWords } from '../words'
import type { Field, Typed } from '../forms/field'
import { FormField } from '../forms/form-field'

type Clock = PracticeAnswer['clock']

/** Where a practice journey's clock is, whether the engine is still on its way there, and what comes next by itself. */
export function PracticeClock({ clock }: { clock: Clock }): VNode {
  const { now, behind, refused, engineAt, next } = clock
  return (
    <>
      <p class="pace-clock">
        <span class="pace-clock__label">The time in this journey</span> <strong>{inFull(now)}</strong>
      </p>
      {refused ? (
        <p data-going="">
          <span class="ds_tag ds_tag--red">Stands still</span> The engine cannot be moved: it runs without
          skipping time. An administrator can turn that on; the clock goes on by itself then.
        </p>
      ) : behind ? (
        // looked at again by the page's script, until the engine has come there
        <p data-going="">
          <span class="ds_tag ds_tag--yellow">On its way</span>{' '}
          {engineAt === null
            ? 'The engine has not begun yet.'
            : `The engine has come to ${inFull(engineAt)}, and goes through every reminder and deadline.`}
        </p>
      ) : (
        <p>
          <span class="ds_tag ds_tag--green">There</span> The engine has gone through everything until then.
        </p>
      )}
      <p>
        {next === null ? (
          'Nothing comes by itself before something is recorded.'
        ) : (
          <>
            Next: <strong>{comingInWords(next.label)}</strong>, {inFull(next.at)}.
          </>
        )}
      </p>
    </>
  )
}

export interface MoveProps {
  readonly id: string
  readonly csrf: string
  /** Makes sending the same form twice move the clock once. */
  readonly keyOf: (what: string) => string
  readonly hasNext: boolean
  /** To which page it leads back. */
  readonly from: 'journey' | 'practice'
  readonly typed?: Typed
  readonly error?: string
}

const TO_A_DAY: Field = {
  kind: 'when',
  name: 'to',
  label: 'To a day',
  hint: 'To the hour of that day at which its notices go. For example, 27 3 2027.',
  time: false,
}

const STEPS = [
  { by: '1 day', words: '1 day' },
  { by: '1 week', words: '1 week' },
  { by: '6 weeks', words: '6 weeks' },
] as const

/** The ways to move a practice journey's clock: a button each, and a day. */
export function MoveClock({ id, csrf, keyOf, hasNext, from, typed = {}, error }: MoveProps): VNode {
  const action = `/practice/${id}/advance`
  return (
    <section aria-labelledby="move">
      <h2 id="move">Move its clock</h2>
      <div class="pace-moves">
        {hasNext && (
          <Move
            action={action}
            csrf={csrf}
            name="to"
            value="next"
            words="Next thing due"
            {...{ from, keyOf }}
          />
        )}
        {STEPS.map(({ by, words }) => (
          <Move
            key={by}
            action={action}
            csrf={csrf}
            name="by"
            value={by}
            words={words}
            {...{ from, keyOf }}
            secondary
          />
        ))}
      </div>
      <form method="post" action={action} noValidate class="pace-form">
        <Hidden csrf={csrf} from={from} sent={keyOf('day')} />
        <FormField field={TO_A_DAY} typed={typed} {...(error !== undefined && { error })} />
        <button class="ds_button ds_button--secondary" type="submit">
          Move to this day
        </button>
      </form>
    </section>
  )
}

interface MoveButton {
  readonly action: string
  readonly csrf: string
  readonly name: 'by' | 'to'
  readonly value: string
  readonly words: string
  readonly from: string
  readonly keyOf: MoveProps['keyOf']
  readonly secondary?: boolean
}

function Move({ action, csrf, name, value, words, from, keyOf, secondary }: MoveButton): VNode {
  return (
    <form method="post" action={action}>
      <Hidden csrf={csrf} from={from} sent={keyOf(value)} />
      <input type="hidden" name={name} value={value} />
      <button class={`ds_button${secondary === true ? ' ds_button--secondary' : ''}`} type="submit">
        {words}
      </button>
    </form>
  )
}

function Hidden({ csrf, from, sent }: { csrf: string; from: string; sent: string }): VNode {
  return (
    <>
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="_key" value={sent} />
      <input type="hidden" name="from" value={from} />
    </>
  )
}
