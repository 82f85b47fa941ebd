// What a network learned from the digits 0 to 4 helps to learn 5 to 9 from ten examples each: the table compares a network that begins from
// scratch, one with a new head on frozen layers, and one whose layers are then trained on.
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

var results = new Dictionary<string, List<double>> { ["from scratch"] = [], ["transferred"] = [], ["fine-tuned"] = [] };
for (int seed = 1; seed <= seeds; seed++)
{
    DigitTask task = DigitTask.Of(pixels, digits, first: 5, examplesPerClass: 10, seed);
    Sequential scratch = Networks.Untrained(seed);
    Networks.Train(scratch, task, new Adam());
    Sequential transferred = Networks.Transferred(pretrained, seed, task);
    results["from scratch"].Add(Accuracy(scratch, task));
    results["transferred"].Add(Accuracy(transferred, task));
    results["fine-tuned"].Add(Accuracy(Networks.FineTuned(transferred, task), task));
}

Console.WriteLine("              mean      worst     best");
foreach ((string way, List<double> accuracies) in results)
    Console.WriteLine($"{way,-13} {accuracies.Average(),-9:P1} {accuracies.Min(),-9:P1} {accuracies.Max(),-9:P1}");

double gain = results.Values.Skip(1).Max(accuracies => accuracies.Average()) - results["from scratch"].Average();
Console.WriteLine();
Console.WriteLine(gain > 0
    ? $"What was learned before is worth {100 * gain:F1} points of accuracy."
    : "The digits 0 to 4 have too little in common with 5 to 9: transfer does not pay here.");
Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");

static double Accuracy(Model model, DigitTask task)
{
    int[] classes = model.Predict(task.TestX).ArgMax();
    return Enumerable.Range(0, classes.Length).Count(row => classes[row] == task.TestY[row, 0]) / (double)classes.Length;
}
