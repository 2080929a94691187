export { batch } from './batch';
export { dispatch } from './dispatch';
export { partyExport } from './party-export';
export { recalculation } from './recalculation';
export { submission } from './submission';
