import type { VNode } from 'preact'
import type { AimAnswer } from '../../contracts/aims-schema'
import { denominatorWords, percentWords, withReturnsWords } from '../aim-words'

const WIDTH = 320
const BAR = 20
const STEP = 40
const LABEL = 12

/**
 * How far an aim is attained, held against its target: a bar for those on time and, where the aim counts them, one with returns
 * besides. Every value stands in words beside it; the numbers stand in the table beneath.
 */
export function Attainment({ aim }: { aim: AimAnswer }): VNode | null {
  const bars = [
    {
      words: `On time ${percentWords(aim.attainmentPercent)}, ${denominatorWords(aim)}`,
      percent: aim.attainmentPercent,
    },
    { words: `With returns ${withReturnsWords(aim) ?? ''}`, percent: aim.withReturnsPercent },
  ].filter((bar): bar is { words: string; percent: number } => bar.percent !== null)
  if (bars.length === 0) return null
  const height = LABEL + 8 + bars.length * STEP
  const target = (aim.targetPercent / 100) * WIDTH
  const said = bars.map(({ words }) => words).join('. ')
  return (
    <svg
      class="pace-attainment"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-labelledby={`attained-${aim.id} attained-${aim.id}-said`}
    >
      <title id={`attained-${aim.id}`}>{`Attainment of aim ${aim.id}`}</title>
      <desc id={`attained-${aim.id}-said`}>{`${said}. Target: ${percentWords(aim.targetPercent)}.`}</desc>
      <text
        x={target > WIDTH / 2 ? target : target + 4}
        y={LABEL}
        font-size={LABEL}
        fill="#333"
        text-anchor={target > WIDTH / 2 ? 'end' : 'start'}
      >
        {`Target ${percentWords(aim.targetPercent)}`}
      </text>
      {bars.map(({ words, percent }, index) => {
        const top = LABEL + 8 + index * STEP
        return (
          <g key={words}>
            <rect x={0.5} y={top + 0.5} width={WIDTH - 1} height={BAR - 1} fill="#fff" stroke="#767676" />
            <rect x={0} y={top} width={(percent / 100) * WIDTH} height={BAR} fill="#0065bd" />
            <text x={0} y={top + BAR + LABEL} font-size={LABEL} fill="#333">
              {words}
            </text>
          </g>
        )
      })}
      <line
        x1={Math.min(target, WIDTH - 1)}
        x2={Math.min(target, WIDTH - 1)}
        y1={LABEL + 4}
        y2={height - STEP + BAR + 4}
        stroke="#fff"
        stroke-width={5}
      />
      <line
        x1={Math.min(target, WIDTH - 1)}
        x2={Math.min(target, WIDTH - 1)}
        y1={LABEL + 4}
        y2={height - STEP + BAR + 4}
        stroke="#333"
        stroke-width={2}
      />
    </svg>
  )
}
