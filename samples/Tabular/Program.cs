// From a CSV file to a saved model, and to the prediction of one new row with its explanation, in thirty lines.
using NeuralNet;
using NeuralNet.Data;
using NeuralNet.Explainability;

Console.WriteLine(Parcel.Rule);
double bestAccuracy = ParcelFile.Write("parcels.csv", rows: 20_000, seed: 1);

Table table = Table.ReadCsv("parcels.csv");
Console.WriteLine(table.Summary());
var (trainRows, testRows) = Split.TrainTest(table.RowCount, testFraction: 0.2, seed: 1, stratify: table.ToLabels("arrival"));
Table train = table.Gather(trainRows), test = table.Gather(testRows);
FeatureSpace space = new FeatureSpace()
    .DatePart("sent", DatePart.Month)
    .StringCategorical("carrier", missing: MissingValues.OwnCategory)
    .FloatNormalized("km", missing: MissingValues.Indicator)
    .StringCategorical("wrapping")
    .Adapt(train);

Sequential model = new Sequential(space, seed: 1).Dense(16, "relu").Dense(2, "softmax");
model.Labels = table.CategoriesOf("arrival");
model.Compile(new Adam(learningRate: 0.003f), "sparse_categorical_crossentropy", "accuracy");
model.Fit(train.ToDataset(space, "arrival", model.Labels), new FitOptions { Epochs = 20, BatchSize = 64, Verbose = Verbosity.Silent });
Evaluation result = model.Evaluate(test.ToDataset(space, "arrival", model.Labels));
Console.WriteLine($"Accuracy on {test.RowCount} test rows: {result["accuracy"]:P1}; by the rule, without missing values: {bestAccuracy:P1}.");
model.Save("parcels.safetensors");

Model loaded = Model.Load("parcels.safetensors");
var parcel = new Parcel(new DateTime(2026, 12, 12), "snail", Km: 120, "paper");
var row = new Row { ["sent"] = parcel.Sent, ["carrier"] = parcel.Carrier, ["km"] = parcel.Km, ["wrapping"] = parcel.Wrapping };
Console.WriteLine($"\nA new parcel, {row}: {loaded.PredictClass(row)}.");
Console.WriteLine(new ExactShapley(loaded, background: loaded.Encode(train)[0][..200]).Explain(row));
Console.WriteLine(parcel.Explain());
