import type { Settings } from '../../contracts/settings'

/** How much may be asked for in a short time. Each process counts by itself, and forgets when it ends. */
export interface Limits {
  /** Requests in a minute of one caller, from one address, and sign-ins from one address. */
  readonly caller: number
  readonly address: number
  readonly signIn: number
  /** Different journeys that one person may open in ten minutes. */
  readonly journeys: number
}

/** What the settings say. */
export function limitsOf(settings: Settings): Limits {
  return {
    caller: settings.PACE_LIMIT_CALLER,
    address: settings.PACE_LIMIT_ADDRESS,
    signIn: settings.PACE_LIMIT_SIGN_IN,
    journeys: settings.PACE_LIMIT_JOURNEYS,
  }
}
