using System.Globalization;
using NeuralNet;

/// <summary>The program of docs/training-on-batches.md, word for word between the marks.</summary>
internal static class TrainingOnBatches
{
    public static Model Run()
    {
        // <page>
        const int BatchSize = 32, BufferRows = 4096;

        static (Tensor X, Tensor Y) Parse(string[] lines)
        {
            float[][] rows = Array.ConvertAll(
                lines, line => Array.ConvertAll(line.Split(','), cell => float.Parse(cell, CultureInfo.InvariantCulture)));
            return (Array.ConvertAll(rows, row => row[..^1]), Array.ConvertAll(rows, row => row[^1]));
        }

        var model = new Sequential(2, seed: 1)
            .Dense(16, "tanh")
            .Dense(1);
        model.Compile(new Adam(learningRate: 0.01f), "mean_squared_error");

        var random = new Random(1);
        for (int epoch = 1; epoch <= 10; epoch++)
        {
            double sum = 0;
            int rows = 0;
            foreach (string[] buffer in File.ReadLines("train.csv").Chunk(BufferRows))
            {
                random.Shuffle(buffer);
                foreach (string[] batch in buffer.Chunk(BatchSize))
                {
                    (Tensor x, Tensor y) = Parse(batch);
                    Evaluation step = model.TrainOnBatch(x, y);
                    sum += step.Loss * batch.Length;
                    rows += batch.Length;
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}: loss {sum / rows:F4}"));
        }
        // </page>
        // <page>
        double testSum = 0;
        int testRows = 0;
        foreach (string[] batch in File.ReadLines("test.csv").Chunk(BatchSize))
        {
            (Tensor x, Tensor y) = Parse(batch);
            testSum += model.TestOnBatch(x, y).Loss * batch.Length;
            testRows += batch.Length;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test loss {testSum / testRows:F4}"));
        // </page>
        return model;
    }
}
