// A small transformer learns the characters of one text, and writes: greedily, and with draws from the ten likeliest characters. With the
// keys and values of earlier characters kept, a character costs the same wherever it stands.
using System.Diagnostics;
using NeuralNet;

const int Steps = 128, Width = 96, Capacity = 512;
int epochs = args.Contains("--quick") ? 1 : 40;

string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "declaration.txt")).ReplaceLineEndings(" ").Trim();
char[] characters = [.. text.Distinct().Order()];
int[] tokens = [.. text.Select(character => Array.IndexOf(characters, character))];
(Tensor x, Tensor y) = Windows(tokens, Steps, stride: 16);

var input = new Input([null], seed: 1);
Node vectors = input.Embedding(characters.Length, Width);
Node hidden = vectors.Add(vectors.PositionEmbedding(Capacity))
    .TransformerDecoder(2 * Width, numHeads: 4, activation: "gelu", normalizeFirst: true)
    .TransformerDecoder(2 * Width, numHeads: 4, activation: "gelu", normalizeFirst: true);
var model = new Model(input, hidden.LayerNormalization().Dense(characters.Length, "softmax"));
model.Compile(new Adam(learningRate: 0.003f), Loss.SparseCategoricalCrossEntropy, Metric.Accuracy);

Console.WriteLine($"{text.Length:N0} characters of {characters.Length} kinds, {model.Parameters.Sum(parameter => parameter.Shape.Size):N0} parameters.");
var watch = Stopwatch.StartNew();
History history = model.Fit(x, y, batchSize: 16, epochs: epochs, verbose: Verbosity.Silent);
Console.WriteLine($"Trained for {watch.Elapsed.TotalSeconds:F0} s: {history["accuracy"][^1]:P0} of the next characters are right.");

var generator = new TokenGenerator(model, Capacity);
foreach (string beginning in (string[])["We hold these truths ", "He has ", "The people "])
{
    Console.WriteLine();
    Console.WriteLine($"likeliest:       {Write(beginning, temperature: 0)}");
    Console.WriteLine($"temperature 0.7: {Write(beginning, temperature: 0.7f)}");
}

Console.WriteLine();
generator.Clear();
double early = MicrosecondsPerToken(50), between = MicrosecondsPerToken(400), late = MicrosecondsPerToken(50);
Console.WriteLine($"A character takes {early:F0} µs among the first 50 and {late:F0} µs among the last 50 of 500 ({between:F0} µs between).");

string Write(string beginning, float temperature)
{
    int[] prompt = [.. beginning.Select(character => Array.IndexOf(characters, character))];
    IEnumerable<int> written = generator.Generate(prompt, Steps - prompt.Length, temperature, topK: 10, seed: 7);
    return beginning + string.Concat(written.Select(token => characters[token]));
}

double MicrosecondsPerToken(int count)
{
    long start = Stopwatch.GetTimestamp();
    for (int i = 0; i < count; i++)
        generator.Append(tokens[i]);
    return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
}

// Returns stretches of the text, and for each character the one that follows it.
static (Tensor X, Tensor Y) Windows(int[] tokens, int steps, int stride)
{
    int count = (tokens.Length - steps - 1) / stride + 1;
    Tensor x = new([count, steps]), y = new([count, steps, 1]);
    for (int window = 0; window < count; window++)
    {
        for (int step = 0; step < steps; step++)
        {
            x[window, step] = tokens[window * stride + step];
            y[window, step, 0] = tokens[window * stride + step + 1];
        }
    }

    return (x, y);
}
