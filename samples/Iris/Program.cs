// Fisher's irises, from the file to the confusion matrix: which of three species is a flower, by four lengths?
using System.Diagnostics;
using NeuralNet;
using NeuralNet.Data;

var watch = Stopwatch.StartNew();

Table irises = Table.ReadCsv(Path.Combine(AppContext.BaseDirectory, "iris.csv"));
Console.WriteLine(irises.Summary());

string[] names = ["sepal_length", "sepal_width", "petal_length", "petal_width"];
IReadOnlyList<string> species = irises.CategoriesOf("species");
Tensor lengths = irises.ToTensor(names), classes = irises.ToLabels("species");
var (train, test) = Split.TrainTest(lengths, classes, testFraction: 0.2, seed: 1, stratify: classes);

// The test rows take no part in training, not even in the means of the normalization.
Model network = IrisModel.Create(train.X);
(network.Labels, network.FeatureNames) = (species, names);
network.Fit(train.X, train.Y, IrisModel.Training);

Console.WriteLine($"A 4-8-3 softmax network learns from {train.X.Shape[0]} flowers and is tested on the other {test.X.Shape[0]}:");
Console.WriteLine(ConfusionMatrix.From(test.Y, network.Predict(test.X), classNames: network.Labels));

ClassPrediction answer = network.PredictClasses(test.X[..1])[0];
Console.WriteLine();
Console.WriteLine($"One test flower has the lengths {string.Join(", ", test.X.Row(0).ToArray())} cm.");
Console.WriteLine($"The network says {answer}. It is {species[(int)test.Y[0, 0]]}.");

// Each flower is predicted by a network that was trained without it.
CrossValidationResult result = CrossValidation.Run(
    (trainX, _) => IrisModel.Create(trainX), lengths, classes, StratifiedKFold.Split(classes, folds: 10, shuffle: true, seed: 1),
    IrisModel.Training);
Console.WriteLine();
Console.WriteLine($"Was that luck? Over 10 folds the accuracy is {result.Mean("accuracy"):P1} ± {result.StandardDeviation("accuracy"):P1}:");
Console.WriteLine(ConfusionMatrix.From(classes, result.Predictions, classNames: species));
Console.WriteLine($"Took {watch.Elapsed.TotalSeconds:F1} s.");
