using System.Diagnostics;
using NeuralNet;

var watch = Stopwatch.StartNew();
var random = new Random(1);
Tensor RandomRows(int rows, int columns) => new([rows, columns], [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle())]);
Tensor RandomLabels(int rows) => new([rows, 1], [.. Enumerable.Range(0, rows).Select(_ => (float)random.Next(2))]);

Console.WriteLine("100 random rows of 10 numbers, random labels; 10-5-1 sigmoid, mean squared error, gradient descent with rate 0.01.");
Tensor x = RandomRows(100, 10), y = RandomLabels(100);

var small = new Sequential(10, seed: 1)
    .Dense(5, Activation.Sigmoid)
    .Dense(1, Activation.Sigmoid);
small.Compile(new SGD(learningRate: 0.01f), Loss.MeanSquaredError);
History history = small.Fit(x, y, epochs: 1000, batchSize: 100, verbose: Verbosity.Silent);

for (int epoch = 100; epoch <= 1000; epoch += 100)
    Console.WriteLine($"  epoch {epoch,4}: loss {history["loss"][epoch - 1]:F4}");
double mean = y.ToArray().Average();
Console.WriteLine($"  Always answering the labels' mean, {mean:F2}, gives {mean * (1 - mean):F4}: the network found no more than that.");

Console.WriteLine();
Console.WriteLine("1000 random rows of 2 numbers, random labels; 2-5-1 ReLU and sigmoid, binary cross-entropy, Adam.");
Tensor trainX = RandomRows(1000, 2), trainY = RandomLabels(1000);
Tensor testX = RandomRows(100, 2), testY = RandomLabels(100);

var classifier = new Sequential(2, seed: 1)
    .Dense(5, Activation.ReLU)
    .Dense(1, Activation.Sigmoid);
classifier.Compile(new Adam(), Loss.BinaryCrossEntropy, Metric.Accuracy);
classifier.Fit(trainX, trainY, epochs: 100, batchSize: 32, verbose: Verbosity.Silent);

Evaluation train = classifier.Evaluate(trainX, trainY), test = classifier.Evaluate(testX, testY);
Console.WriteLine($"  1000 training rows: loss {train.Loss:F4}, accuracy {train["accuracy"]:P0}");
Console.WriteLine($"  100 test rows:      loss {test.Loss:F4}, accuracy {test["accuracy"]:P0}");
Console.WriteLine("  Guessing gives a loss of 0.6931 (ln 2) and 50 %, on 100 rows give or take 5.");
Console.WriteLine("  So this is chance, as it must be: the labels are noise, and there is nothing to learn.");

Console.WriteLine();
Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");
