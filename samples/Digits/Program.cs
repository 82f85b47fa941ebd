// Handwritten digits of 8×8 pixels. Networks learn from four fifths of the digits and read the last fifth, five times, so that each digit is
// read by a network that has not seen it. The five worst mistakes are drawn. Without --quick, other seeds tell skill from luck.
using System.Diagnostics;
using NeuralNet;
using NeuralNet.Data;

const double Goal = 0.97;
var watch = Stopwatch.StartNew();

Table table = Table.ReadCsv(Path.Combine(AppContext.BaseDirectory, "digits.csv.gz"));
string[] names = [.. table.Columns.Select(column => column.Name).Where(name => name != "digit")];
Tensor pixels = table.ToTensor(names), digits = table.ToTensor("digit");

CrossValidationResult Test(int seed) => CrossValidation.Run(
    (trainX, _) => DigitModel.Create(trainX.Shape[0], seed), pixels, digits,
    StratifiedKFold.Split(digits, folds: 5, shuffle: true, seed), DigitModel.Training);

CrossValidationResult result = Test(seed: 1);
Tensor probabilities = result.Predictions;
double accuracy = result.Mean("accuracy");
Console.WriteLine($"{table.RowCount} handwritten digits, each read by a network that has learned from other digits:");
Console.WriteLine($"accuracy {accuracy:P1} ± {result.StandardDeviation("accuracy"):P1} over 5 folds.");
Console.WriteLine();
Console.WriteLine(ConfusionMatrix.From(digits, probabilities));

// The loss of a digit is -ln p of the true class, so the worst mistakes give that class the lowest probabilities.
int[] read = probabilities.ArgMax();
int[] mistakes = [.. Enumerable.Range(0, table.RowCount).Where(row => read[row] != digits[row, 0]).OrderBy(TrueProbability)];
int[] worst = mistakes[..Math.Min(5, mistakes.Length)];
Console.WriteLine();
Console.WriteLine($"The {worst.Length} worst of {mistakes.Length} mistakes:");
Console.WriteLine(DigitDrawing.SideBySide(pixels.Gather(worst), [.. worst.Select(Caption)]));

if (!args.Contains("--quick"))
{
    double[] accuracies = [.. Enumerable.Range(1, 5).Select(seed => Test(seed).Mean("accuracy")).Order()];
    Console.WriteLine();
    Console.WriteLine($"Was that luck? Over 5 seeds: mean {accuracies.Average():P1}, worst {accuracies[0]:P1}, best {accuracies[^1]:P1}.");
}

Console.WriteLine();
Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");
return accuracy >= Goal ? 0 : 1;

float TrueProbability(int row) => probabilities[row, (int)digits[row, 0]];

string[] Caption(int row) =>
[
    $"{digits[row, 0]}, read as {read[row]}", $"{read[row]}: {probabilities[row, read[row]]:P1}", $"{digits[row, 0]}: {TrueProbability(row):P1}",
];
