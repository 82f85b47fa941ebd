// Runs TensorFlow.js models, which it loads from a web server of its own:
// node tensorflow-js.cjs <folder of node_modules> <folder of the models> <results.json>
const fs = require('fs');
const http = require('http');
const path = require('path');
const { createRequire } = require('module');

const [folder, root, resultsFile] = process.argv.slice(2);
console.log = console.warn = () => { };
const tf = createRequire(folder + '/package.json')('@tensorflow/tfjs');

async function run(address, job) {
    const model = await tf.loadLayersModel(`${address}/${job.folder}/model.json`);
    const inputs = job.inputs.map(input => tf.tensor(input.data, input.shape, 'float32'));
    const outputs = [model.predict(inputs.length === 1 ? inputs[0] : inputs)].flat();
    return { className: model.getClassName(), outputs: outputs.map(output => ({ shape: output.shape, data: Array.from(output.dataSync()) })) };
}

const server = http.createServer((request, response) => fs.createReadStream(path.join(root, decodeURI(request.url))).pipe(response));
server.listen(0, '127.0.0.1', async () => {
    const results = {};
    for (const job of JSON.parse(fs.readFileSync(path.join(root, 'jobs.json'), 'utf8'))) {
        try {
            results[job.name] = await run(`http://127.0.0.1:${server.address().port}`, job);
        } catch (error) {
            results[job.name] = { error: String(error) };
        }
    }
    fs.writeFileSync(resultsFile, JSON.stringify(results));
    server.close();
    process.exit(0);
});
