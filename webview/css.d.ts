/** Bundled into dist/panel.css. */
declare module '*.css';
