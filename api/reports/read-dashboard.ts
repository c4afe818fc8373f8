import { z } from 'zod'
import { dashboardSchema, type DashboardAnswer } from '../../contracts/dashboard-schema'
import { readFor } from '../../db/acting'
import { lately, readDashboard, type CountedRule } from '../../db/reports/dashboard'
import { PATHWAYS, STAGES } from '../../domain/codes'
import { asksForRecommendation, clockOfBasis } from '../../domain/delay'
import { daysOfBand, OVERDUE_BANDS, WEEKS_AHEAD, weeksAhead } from '../../domain/overdue-bands'
import { may } from '../../domain/permissions'
import { plusDays } from '../../domain/time'
import { refuseUnknownLocality } from '../journeys/list-journeys'
import { NONE, readRoute } from '../route'
import { addressOf, listing, refuseOtherLocality, ruleKnownAs } from './lists'

const query = z.strictObject({ locality: z.string().trim().min(1).max(100).optional() })

export const readDashboardRoute = readRoute({
  path: '/api/v1/reports/dashboard',
  action: 'dashboard.read',
  reads: 'nothing',
  tag: 'Reports',
  summary: 'Read where the children of a locality stand now',
  description:
    'The open journeys of a locality, or of all that the caller sees, by stage and pathway; what is overdue and for how long; ' +
    'what is due in four weeks; recommendations; what has begun and ended; what nobody leads; who could not be told. Judged by ' +
    'the time of asking. Each number says where the journeys behind it are listed, to whoever may list them. Practice journeys ' +
    'are left out.',
  params: NONE,
  query,
  answer: { status: 200, description: 'The numbers', schema: dashboardSchema },
  problems: ['not-found'],
  async read({ query: { locality }, caller }, { db, policy }) {
    refuseUnknownLocality(locality, policy.policy.localities)
    refuseOtherLocality(caller, locality)
    const asked = { scope: caller.scope, ...(locality !== undefined && { locality }) }
    const counts = await readFor(db, caller, (trx) => readDashboard(trx, asked))
    const { asOf, stages, overdue, due } = counts
    const counted = listing(caller, { locality })
    const ahead = { dueFrom: asOf, dueBefore: plusDays(asOf, WEEKS_AHEAD * 7) }
    const knownAs = (ruleId: string) => ruleKnownAs(ruleId, policy)
    const about = ({ ruleId }: CountedRule) => {
      const rule = knownAs(ruleId)
      const clock = rule === undefined ? ('local' as const) : clockOfBasis(rule.basis)
      return { ruleId, title: rule?.title ?? ruleId, clock }
    }
    const of = (rules: readonly CountedRule[], id: string) =>
      rules.find(({ ruleId }) => ruleId === id)?.journeys ?? 0
    const inStage = (stage: (typeof STAGES)[number]) => stages.filter((row) => row.stage === stage)
    const body: DashboardAnswer = {
      asOf,
      locality: locality ?? null,
      open: counted(sum(stages, 'journeys')),
      stages: STAGES.filter((stage) => stage !== 'closed').map((stage) => ({
        stage,
        ...counted(sum(inStage(stage), 'journeys'), { stage }),
        overdue: counted(sum(inStage(stage), 'overdue'), { stage, status: 'overdue' }),
      })),
      pathways: PATHWAYS.map((pathway) => ({
        pathway,
        ...counted(
          sum(
            stages.filter((row) => row.pathway === pathway),
            'journeys',
          ),
          { pathway },
        ),
      })),
      overdue: {
        ...counted(overdue.journeys, { status: 'overdue' }),
        rules: overdue.rules.map((one) => ({
          ...about(one),
          ...counted(one.journeys, { rule: one.ruleId, status: 'overdue' }),
          bands: OVERDUE_BANDS.map((band, place) => {
            const { from, before } = daysOfBand(band, asOf)
            const days = { dueFrom: from, dueBefore: before }
            return {
              band: band.id,
              ...counted(one.spans[place] ?? 0, { rule: one.ruleId, status: 'overdue', ...days }),
            }
          }),
        })),
      },
      due: {
        ...counted(due.journeys, ahead),
        rules: due.rules.map((one) => ({
          ...about(one),
          ...counted(one.journeys, { rule: one.ruleId, ...ahead }),
          weeks: weeksAhead(asOf).map(({ from, before }, place) => ({
            from,
            before,
            ...counted(one.spans[place] ?? 0, { rule: one.ruleId, dueFrom: from, dueBefore: before }),
          })),
        })),
      },
      recommendations: policy.policy.rules
        .filter(asksForRecommendation)
        .filter(({ id }, index, rules) => rules.findIndex((other) => other.id === id) === index)
        .map(({ id, title }) => ({
          ruleId: id,
          title,
          overdue: counted(of(overdue.rules, id), { rule: id, status: 'overdue' }),
          due: counted(of(due.rules, id), { rule: id, ...ahead }),
        })),
      started: counted(counts.started, { startedFrom: lately(asOf) }),
      closed: counted(counts.closed, { stage: 'closed', closedFrom: lately(asOf) }),
      withoutLead: counted(counts.withoutLead, { lead: 'none' }),
      leadNotHere: counted(counts.leadNotHere, { lead: 'not-here' }),
      failedNotices: {
        notices: counts.failedNotices,
        list: may(caller.roles, 'notices.list')
          ? addressOf('/api/v1/notices', { status: 'failed', locality })
          : null,
      },
    }
    return { status: 200, body }
  },
})

function sum<Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return rows.reduce((all, row) => all + row[key], 0)
}
