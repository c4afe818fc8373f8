import type { VNode } from 'preact'
import { inFull } from '../../domain/dates-in-words'
import type { DiaryMeeting } from '../../domain/codes'
import type { LinkAnswer, MeetingAnswer } from '../../domain/answers'
import type { Council } from '../council'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { ANSWER_WORDS, meetingWords } from '../words'

/** An invitation as the one who is invited sees it by their link, without signing in. */
export interface AnswerView {
  readonly token: string
  readonly childReference: string
  readonly meeting: DiaryMeeting
  readonly at: string
  readonly status: 'open' | 'moved' | 'cancelled' | 'past'
  readonly answer: MeetingAnswer | null
  readonly answeredAt?: string
  readonly now?: { readonly at: string; readonly link: string }
  /** It was just answered. */
  readonly justNow: boolean
}

const BUTTONS: readonly (readonly [LinkAnswer, string])[] = [
  ['accepted', 'I will come'],
  ['tentative', 'Perhaps'],
  ['declined', 'I cannot come'],
]

/** Which meeting, when, and what was answered; with the buttons to answer it, and no more. */
export function answerPage(view: AnswerView, council: Council): Content {
  const { childReference, meeting, at, justNow } = view
  const title = `${council.say(meetingWords(meeting))}, child reference ${childReference}`
  return {
    title,
    body: (
      <>
        <Heading>{title}</Heading>
        <p>
          <strong>{inFull(at)}</strong>
        </p>
        <p role="status">
          {justNow ? 'Thank you. ' : ''}
          {answeredWords(view)}
        </p>
        <Further {...view} />
        <p class="pace-quiet">
          Where it is held, and everything else, stands in PACE after signing in. Whoever has the link of your
          message can answer for you: do not pass it on.
        </p>
      </>
    ),
  }
}

function answeredWords({ answer, answeredAt, status }: AnswerView): string {
  if (answer === null) return status === 'open' ? 'You have not answered yet.' : 'You did not answer.'
  const when = answeredAt === undefined ? '' : `, at ${inFull(answeredAt)}`
  return `Your answer: ${ANSWER_WORDS[answer].toLowerCase()}${when}.`
}

function Further({ token, status, now }: AnswerView): VNode {
  switch (status) {
    case 'open':
      return (
        <form method="post" action={`/answers/${token}`} class="pace-answers">
          {BUTTONS.map(([answer, words]) => (
            <button class="ds_button" type="submit" name="answer" value={answer} key={answer}>
              {words}
            </button>
          ))}
        </form>
      )
    case 'moved':
      return (
        <p>
          The meeting has another date by now
          {now && (
            <>
              : <strong>{inFull(now.at)}</strong>. <a href={now.link}>Answer that one</a>
            </>
          )}
          .
        </p>
      )
    case 'cancelled':
      return (
        <p>
          The meeting is cancelled, or you are not expected any more. There is nothing that you need to do.
        </p>
      )
    case 'past':
      return <p>The meeting is past.</p>
  }
}
