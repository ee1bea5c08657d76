/** Our few icons: strokes on 24 × 24, in the colour of the text. */
const paths = {
  overview: 'M4 13h6V4H4zM14 20h6v-9h-6zM14 4v4h6V4zM4 20h6v-4H4z',
  worklist: 'M12 3a6 6 0 0 0-6 6c0 6-2 7-2 8h16c0-1-2-2-2-8a6 6 0 0 0-6-6M10 20a2 2 0 0 0 4 0',
  contacts: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 20c0-3.5 3.6-5 8-5s8 1.5 8 5',
  users:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 19c0-3 3-4.5 6.5-4.5s6.5 1.500 6.500 4.500M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.800c2 .6 3.500 1.900 3.500 4.200',
  accounts: 'M4 20V5h9v15M13 9h7v11M2 20h20M7 8h3M7 12h3M7 16h3M16 13h1M16 16h1',
  roles: 'M12 3 5 6v5c0 4.500 3 8 7 10 4-2 7-5.500 7-10V6z',
  'role-rules': 'M4 6h6M4 12h6M4 18h6M13 12h7M17 8.500 20.500 12 17 15.500',
  providers: 'M10 14a4 4 0 1 1 3-6.600M14 10a4 4 0 1 1-3 6.600M9 12h6',
  converters: 'M4 7h11l-3-3M20 17H9l3 3M15 7l-3 3M9 17l3-3',
  inspector: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l4.500 4.500M8.500 11h5',
  'sign-ons': 'M14 4h5v16h-5M4 12h10M10 8l4 4-4 4',
  revisions: 'M4 12a8 8 0 1 1 2.500 5.800M4 18v-5h5M12 8v4l3 2',
  audit: 'M6 3h9l4 4v14H6zM9 9h6M9 13h6M9 17h4',
  lookups: 'M5 5h14M5 10h14M5 15h9M5 20h6',
  columns: 'M4 4h16v16H4zM9.300 4v16M14.700 4v16',
  settings:
    'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6M12 2.500v3M12 18.500v3M4 7.500l2.600 1.500M17.400 15l2.600 1.500M4 16.500 6.600 15M17.400 9 20 7.500',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l4.500 4.500',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M5 12.500 10 17l9-10',
  close: 'M6 6l12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  right: 'M9 5l7 7-7 7',
  left: 'M15 5l-7 7 7 7',
  grip: 'M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  undo: 'M9 8H5V4M5 8a8 8 0 1 1-1 7',
  warning: 'M12 4 2.500 20h19zM12 10v4M12 17h.01',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5M12 8h.01',
  lock: 'M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3',
  download: 'M12 4v11M7 10l5 5 5-5M4 20h16',
  link: 'M10 14a4 4 0 0 1 0-5.600l2.500-2.500a4 4 0 0 1 5.600 5.600L16.500 13M14 10a4 4 0 0 1 0 5.600l-2.500 2.500a4 4 0 0 1-5.600-5.600L7.500 11',
  play: 'M7 4.500v15l12-7.500z',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6',
} as const

export type IconName = keyof typeof paths

/** An icon beside a word, or in a button that has a name of its own: it says nothing by itself. */
export const Icon = ({ name, size = 18 }: { name: IconName; size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth={1.75}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={paths[name]} />
  </svg>
)
