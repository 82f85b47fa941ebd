// Handwritten digits of 8×8 pixels, learned by several processes together: build this sample and start it with
//     mpirun -n 2 dotnet DistributedDigits.dll
// Without mpirun, it is one process, which learns the same network.
using System.Diagnostics;
using NeuralNet;
using NeuralNet.Data;
using NeuralNet.Mpi;

const double Goal = 0.95;
int epochs = args.Contains("--quick") ? 10 : 40;

using MpiWorld world = MpiWorld.Open();
var strategy = new DataParallel(world);

// Every process reads all data and creates the same network. Fit gives each one its part of the rows of every batch.
Table table = Table.ReadCsv(Path.Combine(AppContext.BaseDirectory, "digits.csv.gz"));
string[] names = [.. table.Columns.Select(column => column.Name).Where(name => name != "digit")];
((Tensor trainX, Tensor trainY), (Tensor testX, Tensor testY)) =
    Split.TrainTest(table.ToTensor(names), table.ToTensor("digit"), seed: 1);

Sequential network = new Sequential(64, seed: 1)
    .Rescaling(1 / 16f)
    .Dense(256)
    .BatchNormalization()
    .Activation(Activation.ReLU)
    .Dropout(0.4f)
    .Dense(128, Activation.ReLU)
    .Dense(10, Activation.Softmax);
network.Compile(new Adam(0.001f), Loss.SparseCategoricalCrossEntropy, Metric.Accuracy);

// A job that is interrupted continues from its backup, also with another number of processes.
var watch = Stopwatch.StartNew();
network.Fit(Dataset.From(trainX, trainY), new FitOptions
{
    Epochs = epochs,
    BatchSize = 64,
    Strategy = strategy,
    Verbose = Verbosity.Silent,
    Callbacks = [new BackupAndRestore("distributed-digits-backup")],
});
TimeSpan trained = watch.Elapsed;
Evaluation result = network.Evaluate(Dataset.From(testX, testY), strategy);

if (world.Rank == 0)
{
    Console.WriteLine($"{Processes(world.Size)}, {world.Library ?? "without MPI"}: {trainX.Shape[0]} digits, {epochs} epochs");
    Console.WriteLine($"Of {testX.Shape[0]} other digits: loss {result.Loss:F3}, accuracy {result["accuracy"]:P1}");
    Console.WriteLine($"Took {trained.TotalSeconds:F1} s, {trainX.Shape[0] * epochs / trained.TotalSeconds:F0} rows a second.");
}

return result["accuracy"] >= Goal ? 0 : 1;

static string Processes(int count) => count == 1 ? "1 process" : $"{count} processes";
