export { converterPaths, createDataConverter, type EngineConverter } from './data-converter';
export { decodeJson } from './decode-json';
