import type { VNode } from 'preact'
import type { DeadlineAnswer } from '../../contracts/journey-schema'
import { inFull } from '../../domain/dates-in-words'
import { Due } from '../components/due'
import { Steps } from '../components/steps'
import { StatusTag } from '../components/tag'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { BASIS_WORDS, CLOCK_WORDS, CONFIDENCE_WORDS, counted } from '../words'

export interface WhyView {
  readonly journeyId: string
  readonly childReference: string
  readonly deadline: DeadlineAnswer
}

/** Why a deadline is on its date: each step of the arithmetic, on whose authority, and every time that its clock started. */
export function whyPage({ journeyId, childReference, deadline }: WhyView): Content {
  return {
    title: `Why this date? ${deadline.title}, ${childReference}`,
    body: (
      <>
        <a class="ds_back-link" href={`/journeys/${journeyId}`}>
          Journey of {childReference}
        </a>
        <Heading label={childReference}>{deadline.title}</Heading>
        <Standing {...deadline} />
        <section aria-labelledby="why">
          <h2 id="why">{deadline.dueOn === null ? 'Why is there no date?' : 'Why this date?'}</h2>
          <Steps because={deadline.because} />
        </section>
        <Authority basis={deadline.basis} />
        <Instances {...deadline} />
      </>
    ),
  }
}

function Standing({ dueOn, dueAt, status, metOn }: DeadlineAnswer): VNode {
  return (
    <p>
      {dueOn !== null && (
        <>
          Due {dueAt ? 'at' : 'by'} <Due dueOn={dueOn} {...(dueAt && { dueAt })} />{' '}
        </>
      )}
      <StatusTag status={status} />
      {metOn && <span class="pace-quiet"> on {inFull(metOn)}</span>}
    </p>
  )
}

function Authority({ basis: { kind, citation, confidence, note } }: Pick<DeadlineAnswer, 'basis'>): VNode {
  const rows: [string, string | undefined][] = [
    ['Clock', kind === 'law' ? CLOCK_WORDS.law : CLOCK_WORDS.local],
    ['Kind', BASIS_WORDS[kind]],
    ['Source', citation],
    ['How sure we are', CONFIDENCE_WORDS[confidence]],
    ['Note', note],
  ]
  return (
    <section aria-labelledby="authority">
      <h2 id="authority">On whose authority</h2>
      <dl class="pace-facts">
        {rows.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  )
}

function Instances({ instances, instance: current }: DeadlineAnswer): VNode | null {
  if (instances.length < 2) return null
  const newestFirst = [...instances].sort((a, b) => b.instance - a.instance)
  return (
    <section aria-labelledby="instances">
      <h2 id="instances">Every time that its clock has started</h2>
      <p>{counted(instances.length, 'time', 'times')}, the newest first.</p>
      {newestFirst.map(({ instance, dueOn, dueAt, status, metOn, because }) => (
        <details id={`instance-${instance}`} key={instance} class="pace-fold">
          <summary>
            Due {dueOn && <Due dueOn={dueOn} {...(dueAt && { dueAt })} />} <StatusTag status={status} />
            {metOn && ` on ${inFull(metOn)}`}
            {instance === current && ' (the one above)'}
          </summary>
          <Steps because={because} />
        </details>
      ))}
    </section>
  )
}
