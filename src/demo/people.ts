/** The people of the demo. All are invented; addresses and telephone numbers are ones reserved for fiction. */

/** One parameter of a person at the demo identity provider. */
export interface DemoAttribute {
  readonly name: string
  readonly values: readonly string[]
  /** False: the attribute is absent. True without values: present but empty. The values are kept either way. */
  readonly sent: boolean
}

export interface DemoPerson {
  /** Part of the address of the person's edit page. */
  readonly id: string
  readonly name: string
  /** Why this person is in the demo. */
  readonly note: string
  /** The NameID. Never edited: an application knows the person by it, whatever becomes of the e-mail address. */
  readonly userName: string
  readonly attributes: readonly DemoAttribute[]
}

/** The attribute that carries the groups. */
export const groupsAttribute = 'memberOf'

const parameters = ['Company', 'Department', 'Email', 'First Name', 'Last Name', 'Phone'] as const

function person(
  who: Omit<DemoPerson, 'attributes'>,
  values: readonly [string, string, string, string, string, string | null],
  groups: readonly string[] | null,
): DemoPerson {
  const attributes = parameters.map((name, index) => {
    const value = values[index] ?? null
    return { name, values: value === null ? [] : [value], sent: value !== null }
  })
  return { ...who, attributes: [...attributes, { name: groupsAttribute, values: groups ?? [], sent: groups !== null }] }
}

/** John Best first: he is the worked example. Each of the others shows one thing that real providers send. */
export const demoPeople: readonly DemoPerson[] = [
  person(
    { id: 'john-best', name: 'John Best', note: 'The everyday case', userName: 'john.best@brightharbour.example' },
    ['Bright Harbour Ltd', 'Sales', 'john.best@brightharbour.example', 'John', 'Best', '+44 20 7946 0142'],
    ['Sales team', 'London office'],
  ),
  person(
    { id: 'ada-admin', name: 'Ada Admin', note: 'Her group makes her an administrator', userName: 'ada@jitup.example' },
    ['Bright Harbour Ltd', 'IT', 'ada@jitup.example', 'Ada', 'Admin', '+44 20 7946 0101'],
    ['jitup-administrators', 'London office'],
  ),
  person(
    {
      id: 'zoe-zolkiewska',
      name: 'Zoë Żółkiewska-Núñez',
      note: 'Accents wherever they fit',
      userName: 'zoe@fjallravn.example',
    },
    ['Fjällravn & Søner AS', 'Développement', 'zoe@fjallravn.example', 'Zoë', 'Żółkiewska-Núñez', '+44 131 496 0175'],
    ['Engineers', 'Kraków office'],
  ),
  person(
    {
      id: 'priya-lane',
      name: 'Priya Lane',
      note: 'A company name full of markup',
      userName: 'priya@lane-daughters.example',
    },
    [
      'Lane & Daughters <Trading> "R&D" Ltd',
      "Women's Outerwear",
      'priya@lane-daughters.example',
      'Priya',
      'Lane',
      '+44 117 496 0163',
    ],
    ['Buyers & Sellers', 'Sales team'],
  ),
  person(
    { id: 'tom-quiet', name: 'Tom Quiet', note: 'No phone, no groups attribute at all', userName: 'tom@quiet.example' },
    ['Quiet Consulting', 'Advisory', 'tom@quiet.example', 'Tom', 'Quiet', null],
    null,
  ),
  person(
    { id: 'lena-falk', name: 'Lena Falk', note: 'A groups attribute without any group', userName: 'lena@falk.example' },
    ['Falk Logistics', 'Warehouse', 'lena@falk.example', 'Lena', 'Falk', '+44 161 496 0188'],
    [],
  ),
]
