import { randomUUID } from 'node:crypto'

import { instant, localDateOf, plusDays, type LocalDate } from '../../domain/time'
import { practiceToken } from '../sign-in/practice-token'
import type { House } from './house'

/** As much of a journey as the API answers that is looked at here. */
export interface JourneyNow {
  readonly id: string
  readonly childReference: string
  readonly version: number
  readonly stage: string
  /** Who judged the stage: the workflow when it had conducted everything recorded. */
  readonly source: 'workflow' | 'record'
  readonly deadlines: readonly { readonly ruleId: string; readonly dueOn: string; readonly status: string }[]
}

/** One message in the mail sink. */
export interface Mail {
  readonly to: readonly string[]
  readonly subject: string
}

/** Somebody of Caithness who works with PACE through its APIs. */
export class Person {
  private constructor(
    private readonly house: House,
    private readonly token: string,
  ) {}

  static async signedIn(house: House, role: 'case-worker' | 'reviewer'): Promise<Person> {
    const { issuer, dataDir } = house
    return new Person(house, await practiceToken({ issuer, dataDir, role, locality: 'caithness' }))
  }

  /** Today a child in Caithness became looked after, away from home. */
  startJourney(api: string): Promise<JourneyNow> {
    return this.post<JourneyNow>(`${api}/api/v1/journeys`, {
      childReference: `CAI-SHAPE-${randomUUID().slice(0, 8)}`,
      locality: 'caithness',
      pathway: 'away-from-home',
      legalBasis: 'voluntary-s25',
      placementType: 'foster',
      occurredAt: today(),
    })
  }

  /** The 72-hour meeting was held, and agreed the dates of the next two. */
  async recordMeeting(api: string, journeyId: string): Promise<JourneyNow> {
    const answer = await this.post<{ journey: JourneyNow }>(`${api}/api/v1/journeys/${journeyId}/events`, {
      type: 'child-plan-meeting-held',
      meeting: '72-hour',
      occurredAt: today(),
      chair: 'practice-reviewer',
      attendance: { 'social-work': 'attended', health: 'attended', education: 'apologies' },
      agreedDates: { threeMonth: plusDays(today(), 85), sixMonth: plusDays(today(), 176) },
      views: [{ of: 'child', how: 'in-person' }],
    })
    return answer.journey
  }

  async read(api: string, journeyId: string): Promise<JourneyNow> {
    return this.ask<JourneyNow>(`${api}/api/v1/journeys/${journeyId}`, { method: 'GET' })
  }

  private post<Answer>(url: string, body: object): Promise<Answer> {
    return this.ask(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  }

  private async ask<Answer>(url: string, request: RequestInit): Promise<Answer> {
    const response = await fetch(url, {
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${this.token}` },
      signal: AbortSignal.timeout(30_000),
    })
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as Answer
  }
}

/** What was mailed about one child and one happening so far. */
export async function mailAbout(house: House, childReference: string, happening: string): Promise<Mail[]> {
  const response = await fetch(`${house.mailPages}/messages.json`, { signal: AbortSignal.timeout(10_000) })
  const { items } = (await response.json()) as { items: Mail[] }
  return items.filter(({ subject }) => subject.includes(childReference) && subject.includes(happening))
}

function today(): LocalDate {
  return localDateOf(instant(Date.now()))
}
