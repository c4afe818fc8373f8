import { keyRingFrom } from '../../keys/key-ring'

/**
 * The key that tests seal with. It is committed, and must stay: recorded histories are sealed with it. Nothing else may
 * use it.
 */
export const TEST_KEY = 'tests-1:cGFjZSBzZWFscyBpdHMgdGVzdHMgd2l0aCB0aGlzIDE='

export const TEST_KEYS = keyRingFrom(TEST_KEY)
