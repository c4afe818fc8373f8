import type { VNode } from 'preact'
import type { NoticeAnswer } from '../../contracts/notice-schema'

export interface ResendProps {
  readonly notice: NoticeAnswer
  readonly csrf: string
  /** The journey whose page it is on, to come back to. */
  readonly from?: string
}

/** Has a notice that failed sent again: to the same address, or to somebody else who can be told. */
export function Resend({ notice, csrf, from }: ResendProps): VNode {
  const { id, subject, sentTo, offered = [] } = notice
  if (sentTo === undefined && offered.length === 0) {
    return (
      <p>
        Nobody else is known who could be told. <a href="/agencies">Add a contact to the directory</a>
      </p>
    )
  }
  return (
    <form method="post" action={`/notices/${id}/resend`} class="pace-resend">
      <input type="hidden" name="_csrf" value={csrf} />
      {from !== undefined && <input type="hidden" name="from" value={from} />}
      <label class="ds_label" for={`to-${id}`}>
        Send it again to
      </label>
      <div class="ds_select-wrapper">
        <select class="ds_select" id={`to-${id}`} name="to">
          {offered.map(({ to, name, address }) => (
            <option key={to} value={to}>
              {name === undefined ? address : `${name}, ${address}`}
            </option>
          ))}
          {sentTo !== undefined && <option value="">{sentTo}, as before</option>}
        </select>
        <span class="ds_select-arrow" aria-hidden="true"></span>
      </div>
      <button class="ds_button ds_button--secondary" type="submit">
        Send again<span class="visually-hidden">: {subject}</span>
      </button>
    </form>
  )
}
