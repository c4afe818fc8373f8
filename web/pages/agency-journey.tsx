import type { VNode } from 'preact'
import type { AgencyJourneyAnswer } from '../../contracts/journey-schema'
import type { NoticeAnswer } from '../../contracts/notice-schema'
import { Diary } from '../components/diary'
import type { PolicyNames } from '../components/event-details'
import { Notices } from '../components/notices'
import { Source } from '../components/source'
import { TwoClocks } from '../components/two-clocks'
import { Withheld } from '../components/withheld'
import { InTheWordsOf, type Council } from '../council'
import type { Content } from '../frame'
import { Heading } from '../layout'

export interface AgencyJourneyView extends Pick<PolicyNames, 'localities'> {
  readonly journey: AgencyJourneyAnswer
  readonly notices: readonly NoticeAnswer[]
  readonly council: Council
}

/** A child's journey for a partner agency: the deadlines, dates and notices that concern it. */
export function agencyJourneyPage({ journey, notices, localities, council }: AgencyJourneyView): Content {
  const { id, childReference, stage, locality, agencies, deadlines } = journey
  return {
    title: `Journey of ${childReference}`,
    body: (
      <InTheWordsOf value={council}>
        <a class="ds_back-link" href="/children">
          Children
        </a>
        <Heading label="A child's journey">{childReference}</Heading>
        <div data-live={id} id="journey">
          <dl class="pace-facts">
            <Fact name="Stage">{council.stage(stage)}</Fact>
            <Fact name={council.say('Locality')}>{localities[locality] ?? locality}</Fact>
            <Fact name="Shown for">{agencies.map((agency) => council.agency(agency)).join(', ')}</Fact>
          </dl>
          <Withheld {...journey} />
          <TwoClocks journeyId={id} deadlines={deadlines} />
          <Diary {...journey} />
          <Notices notices={notices} />
          <Source {...journey} />
        </div>
      </InTheWordsOf>
    ),
  }
}

function Fact({ name, children }: { name: string; children: string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
