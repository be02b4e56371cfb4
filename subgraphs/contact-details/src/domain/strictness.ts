/** Whether missing parts are forgiven, as for rows of another system. */
export type Strictness = 'recorded' | 'migrated';
