using System.Diagnostics;

const int TestRows = 30;
var watch = Stopwatch.StartNew();

string file = Path.Combine(AppContext.BaseDirectory, "iris.csv");
Flower[] flowers = [.. File.ReadLines(file).Skip(1).Select(Flower.Parse)];
Console.WriteLine($"{flowers.Length} irises: four lengths in cm, and which of {Flower.Species.Length} species it is.");
Console.WriteLine($"A 4-8-3 softmax network learns from {flowers.Length - TestRows} of them and is tested on the other {TestRows}.");

// The test rows take no part in training, not even in the means of the standardization.
(IrisModel Model, Flower[] Test) Train(int seed)
{
    Flower[] shuffled = [.. flowers];
    new Random(seed).Shuffle(shuffled);
    return (new IrisModel(training: shuffled[TestRows..], seed), shuffled[..TestRows]);
}

(IrisModel model, Flower[] test) = Train(seed: 2);
Console.WriteLine();
Console.WriteLine($"Seed 2: {model.Accuracy(test):P1} of the test flowers are named rightly.");
Console.WriteLine();
Console.WriteLine($"{"",14}  said: {string.Join("", Flower.Species.Select(name => $"{name,12}"))}");
for (int species = 0; species < Flower.Species.Length; species++)
{
    int CountSaid(int said) => test.Count(flower => flower.Class == species && model.Classify(flower) == said);
    Console.WriteLine($"  is {Flower.Species[species],-11}       {CountSaid(0),12}{CountSaid(1),12}{CountSaid(2),12}");
}

Flower one = test[0];
float[] probabilities = model.Probabilities(one);
int answer = model.Classify(one);
Console.WriteLine();
Console.WriteLine($"One test flower: its sepal is {one.Lengths[0]} cm long and {one.Lengths[1]} cm wide,");
Console.WriteLine($"its petal {one.Lengths[2]} cm long and {one.Lengths[3]} cm wide.");
Console.WriteLine($"The network says {Flower.Species[answer]} and is {probabilities[answer]:P1} sure. It is {Flower.Species[one.Class]}.");

double[] accuracies = [.. Enumerable.Range(1, 20).Select(Train).Select(trained => trained.Model.Accuracy(trained.Test)).Order()];
Console.WriteLine();
double median = (accuracies[9] + accuracies[10]) / 2;
Console.WriteLine($"Was that luck? Over 20 seeds: median {median:P1}, worst {accuracies[0]:P1}, best {accuracies[^1]:P1}.");
Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");
