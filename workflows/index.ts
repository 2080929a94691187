export { recalculation } from './recalculation';
export { submission } from './submission';
