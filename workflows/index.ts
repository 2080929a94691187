export { submission } from './submission';
