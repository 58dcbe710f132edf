/** The packages of packages.txt: downloaded once by the machine's pip, then read from their wheels. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORK } from './oracle.ts';
import { type SourceFile, sourcesInZip } from './sources.ts';

const LIST = 'scripts/verify/packages.txt';
const WHEELS = join(WORK, 'wheels');

/** pip takes wheels only that hold no compiled code, whatever interpreter it runs on. */
const PIP =
  'pip download --quiet --no-deps --only-binary=:all: --platform any --implementation py --abi none --python-version 3.14';

/** The start of a wheel's name: `typing-extensions==4.16.0` is `typing_extensions-4.16.0-py3-none-any.whl`. */
function wheelPrefix(requirement: string): string {
  const [name, version] = requirement.split('==');
  return `${name!.replace(/[-_.]+/g, '_').toLowerCase()}-${version}-`;
}

function downloadedWheels(requirements: readonly string[]): string[] {
  const files = readdirSync(WHEELS);
  return requirements.flatMap((requirement) => {
    const prefix = wheelPrefix(requirement);
    return files.filter((file) => file.toLowerCase().startsWith(prefix));
  });
}

/** All sources of the packages. */
export async function downloadPackages(match: string): Promise<SourceFile[]> {
  const requirements = readFileSync(LIST, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  mkdirSync(WHEELS, { recursive: true });
  let wheels = downloadedWheels(requirements);
  if (wheels.length < requirements.length) {
    const args = ['-m', ...PIP.split(' '), '--dest', WHEELS, '--requirement', LIST];
    const { status } = spawnSync('python3', args, { stdio: 'inherit' });
    if (status !== 0) throw new Error('pip could not download the packages');
    wheels = downloadedWheels(requirements);
  }
  console.log(`packages: ${wheels.length} of ${requirements.length}`);
  return wheels.flatMap((wheel) => sourcesInZip(join(WHEELS, wheel), wheel.split('-', 2).join('-'), match));
}
