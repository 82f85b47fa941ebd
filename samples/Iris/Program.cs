using System.Diagnostics;
using NeuralNet;

var watch = Stopwatch.StartNew();

IrisData irises = IrisData.Read(Path.Combine(AppContext.BaseDirectory, "iris.csv"));
int flowers = irises.Classes.Length, testFlowers = flowers / 5;
Console.WriteLine($"{flowers} irises: four lengths in cm, and which of {IrisData.Species.Length} species it is.");
Console.WriteLine($"A 4-8-3 softmax network learns from {flowers - testFlowers} of them and is tested on the other {testFlowers}.");

// The test rows take no part in training, not even in the means of the standardization.
(Sequential Network, Tensor TestX, Tensor TestY) Train(int seed)
{
    var (train, test) = Split.TrainTest(irises.Lengths, irises.Classes, testFraction: 0.2, seed);
    return (IrisModel.Train(train.X, train.Y, seed), test.X, test.Y);
}

(Sequential network, Tensor testX, Tensor testY) = Train(seed: 2);
Tensor probabilities = network.Predict(testX);
Console.WriteLine();
Console.WriteLine($"Seed 2: {network.Evaluate(testX, testY)["accuracy"]:P1} of the test flowers are named rightly.");
Console.WriteLine();
Console.WriteLine(ConfusionMatrix.From(testY, probabilities, classNames: IrisData.Species));

ReadOnlySpan<float> one = testX.Row(0);
int answer = probabilities.ArgMax()[0];
Console.WriteLine();
Console.WriteLine($"One test flower: its sepal is {one[0]} cm long and {one[1]} cm wide,");
Console.WriteLine($"its petal {one[2]} cm long and {one[3]} cm wide.");
Console.WriteLine($"The network says {IrisData.Species[answer]} and is {probabilities[0, answer]:P1} sure. It is "
    + $"{IrisData.Species[(int)testY[0]]}.");

double[] accuracies = [.. Enumerable.Range(1, 20).Select(Train)
    .Select(trained => trained.Network.Evaluate(trained.TestX, trained.TestY)["accuracy"]).Order()];
Console.WriteLine();
double median = (accuracies[9] + accuracies[10]) / 2;
Console.WriteLine($"Was that luck? Over 20 seeds: median {median:P1}, worst {accuracies[0]:P1}, best {accuracies[^1]:P1}.");
Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");
