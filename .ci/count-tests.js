// Prints "PASSED FAILED" of a vitest JSON report. A file that could not be loaded, or a run that failed without a
// failed test (an unhandled error, a crash), counts as one failure: silence must not look like success.
import { readFileSync } from 'node:fs';

const [path = '', code = '1'] = process.argv.slice(2);

function counts() {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    const unloaded = report.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    );
    return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

const { passed, failed } = counts();
const silent = failed === 0 && (code !== '0' || passed === 0);
console.log(`${passed} ${silent ? 1 : failed}`);
