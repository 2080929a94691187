export { partyExport } from './party-export';
export { recalculation } from './recalculation';
export { submission } from './submission';
