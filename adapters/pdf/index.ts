export { renderPage, renderPreview } from './render-page';
