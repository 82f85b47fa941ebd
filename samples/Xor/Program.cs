using NeuralNet;

Tensor x = new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
Tensor y = new float[,] { { 0 }, { 1 }, { 1 }, { 0 } };

var model = new Sequential(2)
    .Dense(8, Activation.Tanh)
    .Dense(1, Activation.Sigmoid);

model.Compile(new Adam(learningRate: 0.05f), Loss.BinaryCrossEntropy, Metric.Accuracy);

History history = model.Fit(x, y, epochs: 200, batchSize: 4);
Evaluation result = model.Evaluate(x, y);
Console.WriteLine($"loss {result.Loss:F4}, accuracy {result["accuracy"]:P0}");

Tensor prediction = model.Predict(x);
model.Save("xor.safetensors");
Model again = Model.Load("xor.safetensors");

// This was the program of the README. The rest shows its results and the success rates of networks that learn XOR.
Console.WriteLine($"The loss fell from {history["loss"][0]:F4} to {history["loss"][^1]:F4} in {history.Epochs.Count} epochs.");
Console.WriteLine("What the network says, and what it says when read back from xor.safetensors:");
Tensor same = again.Predict(x);
for (int row = 0; row < 4; row++)
    Console.WriteLine($"  {x[row, 0]} xor {x[row, 1]} = {prediction[row, 0]:F3}   {same[row, 0]:F3}");

Console.WriteLine();
SolveRates.Report();
