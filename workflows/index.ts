export { batch } from './batch';
export { recalculation } from './recalculation';
export { submission } from './submission';
