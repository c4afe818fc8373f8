import type { VNode } from 'preact'
import type { ListedNoticeAnswer, MailStateAnswer } from '../../contracts/notice-schema'
import { inFull } from '../../domain/dates-in-words'
import { NOTICE_FILTERS } from '../../domain/notice-list'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { NoticeEnding } from '../components/notice-ending'
import { receiverWords } from '../components/notices'
import { Select } from '../components/select'
import { USUAL_COUNCIL } from '../council'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { counted, NOTICE_STATUS_WORDS } from '../words'

/** What the list is narrowed to, as it stands in the address. */
export type NoticesFilter = Readonly<Partial<Record<'status' | 'locality', string>>>

export interface NoticesView {
  readonly items: readonly ListedNoticeAnswer[]
  /** How the mail server is; absent where nothing could be looked up. */
  readonly mail?: MailStateAnswer
  readonly filter: NoticesFilter
  readonly localities: readonly { readonly id: string; readonly name: string }[]
  readonly mayResend: boolean
  readonly csrf: string
  /** The person has just had one sent again. */
  readonly resent: boolean
  /** The address of the next page. */
  readonly next?: string
  readonly isLater: boolean
  readonly errors: readonly FormError[]
}

/** Who was told of what, and who was not: what failed first, with what can be done about it. */
export function noticesPage(view: NoticesView): Content {
  const { items, filter, next, isLater, errors, mail } = view
  return {
    title: 'Notices',
    wrong: errors.length > 0,
    body: (
      <>
        {view.resent && (
          <div class="pace-recorded" role="status">
            <p>
              <strong>Sent again:</strong> it is on its way, and stands here as waiting until it has ended.
            </p>
          </div>
        )}
        <ErrorSummary errors={errors} />
        <Heading>Notices</Heading>
        {mail && <Mail {...mail} />}
        <Filters {...view} />
        <section data-live="journeys" id="notices" aria-labelledby="notices-count">
          <h2 id="notices-count" class="pace-count">
            {counted(items.length, 'notice', 'notices')}
            {next && ' on this page'}
          </h2>
          {items.length === 0 ? <p>There is none like this.</p> : <Table {...view} />}
        </section>
        {(next !== undefined || isLater) && (
          <nav aria-label="Pages of the list" class="pace-pages">
            {isLater && <a href={noticesAddress(filter)}>First page</a>}
            {next !== undefined && <a href={next}>Next page</a>}
          </nav>
        )}
      </>
    ),
  }
}

/** The address of the list with these filters. */
export function noticesAddress(filter: NoticesFilter, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...filter, ...more }).toString()
  return query === '' ? '/notices' : `/notices?${query}`
}

// What waits for the mail server, and what that said last.
function Mail({ waiting, failing }: MailStateAnswer): VNode | null {
  if (failing === undefined) {
    if (waiting.count === 0) return null
    return <p>{counted(waiting.count, 'notice is', 'notices are')} being sent.</p>
  }
  return (
    <div class="ds_inset-text">
      <div class="ds_inset-text__text">
        <p>
          <strong>The mail server takes no messages</strong> since {inFull(failing.since)}.{' '}
          {waiting.count > 0 && `${waitingWords(waiting)} `}
          What waits goes by itself when it takes messages again; nothing is lost. The people who run PACE can
          see to it.
        </p>
        <p class="pace-words">{failing.words}</p>
      </div>
    </div>
  )
}

function waitingWords({ count, since }: MailStateAnswer['waiting']): string {
  const first = since === undefined ? '' : `, the first since ${inFull(since)}`
  return `${counted(count, 'notice waits', 'notices wait')} for it${first}.`
}

function Filters({ filter, localities }: NoticesView): VNode {
  return (
    <form method="get" action="/notices" class="pace-filters" aria-label="Filters">
      <div class="ds_question">
        <label class="ds_label" for="status">
          How it ended
        </label>
        <Select
          name="status"
          nothing="All, failed first"
          options={NOTICE_FILTERS.filter((one) => one !== 'caught').map((value) => ({
            value,
            words: value === 'failed' ? 'Could not be delivered' : NOTICE_STATUS_WORDS[value],
          }))}
          {...(filter.status !== undefined && { chosen: filter.status })}
        />
      </div>
      <div class="ds_question">
        <label class="ds_label" for="locality">
          Locality
        </label>
        <Select
          name="locality"
          nothing="All localities"
          options={localities.map(({ id, name }) => ({ value: id, words: name }))}
          {...(filter.locality !== undefined && { chosen: filter.locality })}
        />
      </div>
      <div class="pace-filters__actions">
        <button class="ds_button" type="submit">
          Apply filters
        </button>
        <a href="/notices">Clear filters</a>
      </div>
    </form>
  )
}

function Table({ items, localities, mayResend, csrf }: NoticesView): VNode {
  const names = new Map(localities.map(({ id, name }) => [id, name]))
  return (
    <table class="ds_table pace-stacked">
      <caption class="visually-hidden">Notices, those first that could not be delivered</caption>
      <thead>
        <tr>
          <th scope="col">About</th>
          <th scope="col">Child</th>
          <th scope="col">To</th>
          <th scope="col">When</th>
          <th scope="col">How it ended</th>
        </tr>
      </thead>
      <tbody>
        {items.map((notice) => (
          <tr key={notice.id}>
            <th scope="row">{notice.subject}</th>
            <td data-label="Child">
              <a href={`/journeys/${notice.journeyId}#notices`}>{notice.childReference}</a>
              <span class="pace-quiet"> {names.get(notice.locality) ?? notice.locality}</span>
            </td>
            <td data-label="To">{receiverWords(notice, USUAL_COUNCIL)}</td>
            <td data-label="When">{inFull(notice.at)}</td>
            <td data-label="How it ended">
              <NoticeEnding notice={notice} {...(mayResend && { resending: { csrf } })} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
