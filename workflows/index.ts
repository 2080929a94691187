export { dispatch } from './dispatch';
export { recalculation } from './recalculation';
export { submission } from './submission';
