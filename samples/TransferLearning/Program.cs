// Does what a network learned from the digits 0 to 4 help to learn 5 to 9 from ten examples each? The table compares a network that begins
// from scratch, a new head on one and on two frozen layers, and a network whose frozen layer is then trained on.
using System.Diagnostics;
using NeuralNet;
using NeuralNet.Data;

int seeds = args.Contains("--quick") ? 5 : 20;
var watch = Stopwatch.StartNew();

Table table = Table.ReadCsv(Path.Combine(AppContext.BaseDirectory, "digits.csv.gz"));
Tensor digits = table.ToTensor("digit");
Tensor pixels = table.ToTensor([.. table.Columns.Select(column => column.Name).Where(name => name != "digit")]);

DigitTask known = DigitTask.Of(pixels, digits, first: 0, examplesPerClass: 150, seed: 0);
Sequential pretrained = Networks.Untrained(seed: 0);
Networks.Train(pretrained, known, new Adam(), epochs: 20);
Console.WriteLine($"A network reads the digits 0 to 4: {Accuracy(pretrained, known):P1} of {known.TestY.Length} others are read rightly.");
Console.WriteLine($"It learns the digits 5 to 9 from ten examples each, {seeds} times with other examples:");
Console.WriteLine();

const string Scratch = "from scratch", OneLayer = "first layer transferred", TwoLayers = "two layers transferred";
const string Tuned = "first layer fine-tuned";
var results = new Dictionary<string, List<double>> { [Scratch] = [], [OneLayer] = [], [TwoLayers] = [], [Tuned] = [] };
for (int seed = 1; seed <= seeds; seed++)
{
    DigitTask task = DigitTask.Of(pixels, digits, first: 5, examplesPerClass: 10, seed);
    Sequential scratch = Networks.Untrained(seed);
    Networks.Train(scratch, task, new Adam());
    Sequential transferred = Networks.Transferred(pretrained, Networks.FirstLayer, seed, task);
    results[Scratch].Add(Accuracy(scratch, task));
    results[OneLayer].Add(Accuracy(transferred, task));
    results[TwoLayers].Add(Accuracy(Networks.Transferred(pretrained, Networks.SecondLayer, seed, task), task));
    results[Tuned].Add(Accuracy(Networks.FineTuned(transferred, task), task));
}

Console.WriteLine("                        mean      worst     best");
foreach ((string way, List<double> accuracies) in results)
    Console.WriteLine($"{way,-23} {accuracies.Average(),-9:P1} {accuracies.Min(),-9:P1} {accuracies.Max():P1}");

double gain = results.Values.Skip(1).Max(accuracies => accuracies.Average()) - results[Scratch].Average();
Console.WriteLine();
Console.WriteLine(gain > 0
    ? $"What was learned before is worth {100 * gain:F1} points of accuracy."
    : $"""
      Transfer does not pay here, for two reasons. Layers learn what tells the digits 0 to 4 apart and drop the rest, the later layers more
      so: two layers cost {100 * (results[OneLayer].Average() - results[TwoLayers].Average()):F1} points more than one.
      And 64 pixels are so few that fifty examples are enough to begin from scratch. Transfer pays where a network
      begins from far more and more varied data than the new task has.
      """);
Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");

static double Accuracy(Model model, DigitTask task)
{
    int[] classes = model.Predict(task.TestX).ArgMax();
    return Enumerable.Range(0, classes.Length).Count(row => classes[row] == task.TestY[row, 0]) / (double)classes.Length;
}
