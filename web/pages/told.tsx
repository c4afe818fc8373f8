import type { Content } from '../frame'
import { Heading } from '../layout'

/** A page that says one thing and leads on: what is not there, not allowed, went wrong, or has ended. */
export interface ToldView {
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly on?: { readonly address: string; readonly words: string }
}

export function toldPage({ title, paragraphs, on }: ToldView): Content {
  return {
    title,
    body: (
      <>
        <Heading>{title}</Heading>
        {paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {on && (
          <p>
            <a href={on.address}>{on.words}</a>
          </p>
        )}
      </>
    ),
  }
}
