import type { UserConfigFn } from 'vite';
import { overrideVaadinConfig } from './vite.generated';

const config: UserConfigFn = () => ({
  build: {
    // Browsers that know light-dark(); for older ones the build would rewrite it into variables
    // that only work where a style sheet, not the reader, chooses the colour scheme.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
  },
});

export default overrideVaadinConfig(config);
