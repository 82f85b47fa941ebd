namespace NeuralNet.Tests;

/// <summary>Tests that a plan allocates its memory at once, and that a plan for predictions reuses it for later values.</summary>
public class PlanMemoryTests
{
    [Fact]
    public void PredictionTakesTheMemoryOfAFewLayersHoweverManyThereAre()
    {
        long few = new ExecutionPlan(Deep(4).Graph, 32).Bytes, many = new ExecutionPlan(Deep(40).Graph, 32).Bytes;
        Assert.Equal(few, many);
        Assert.InRange(many, 2 * 32 * 64 * sizeof(float), 4 * 32 * 64 * sizeof(float));
        Assert.True(new ExecutionPlan(Deep(40).Graph, 32, new PlanOptions { KeepsValues = true }).Bytes > 9 * many);
    }

    [Fact]
    public void ReusedMemoryDoesNotChangePredictions()
    {
        // Values that are read again much later live until then.
        var input = new Input(8, seed: 2);
        Node first = input.Dense(8, "tanh"), node = first;
        for (int i = 0; i < 6; i++)
            node = node.Dense(8, "relu").LayerNormalization().Dropout(0.5f);
        var model = new Model([input], [node.Add(first).Softmax(), first.Multiply(node)]);
        Tensor x = TestData.Normal([5, 8], seed: 1);
        var keeping = new ExecutionPlan(model.Graph, 5, new PlanOptions { KeepsValues = true });
        x.Data.CopyTo(keeping.Inputs[0].Data);
        keeping.Forward();
        IReadOnlyList<Tensor> actual = model.Predict([x]);
        Assert.Equal(keeping.Outputs.SelectMany(Bits.Of), actual.SelectMany(Bits.Of));
    }

    [Fact]
    public void LogitsSurviveTheForwardPassOfAnEvaluation()
    {
        var input = new Input(4, seed: 3);
        Node logits = input.Dense(3);
        var model = new Model([input], [logits.Activation("softmax", name: "probabilities"), input.Dense(64, "relu").Dense(1)]);
        model.Compile("sgd", ["categorical_crossentropy", "mse"]);
        Tensor x = TestData.Normal([6, 4], seed: 1),
            classes = new float[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 }, { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
        Tensor probabilities = model.Predict([x])[0];
        double expected = -Enumerable.Range(0, 6).Average(row => Math.Log(probabilities[row, row % 3]));
        Assert.Equal(expected, model.Evaluate([x], [classes, new Tensor([6, 1])])["probabilities_loss"], 1e-5);
    }

    [Fact]
    public void IdlePlansStayWithinTheirBudget()
    {
        var pool = new PlanPool(new Sequential(1000, seed: 1).Dense(1000).Graph);
        for (int rows = 1; rows <= 16; rows++)
            pool.Return(pool.Rent(rows * 1000));
        Assert.InRange(pool.IdleBytes, 1, PlanPool.Budget);
    }

    [Fact]
    public void TheSummaryShowsTheMemory()
    {
        using var writer = new StringWriter();
        Deep(2).Summary(writer, batchSize: 32);
        Assert.Contains("Memory for a prediction of 32 rows: ", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("Memory for a training step of 32 rows: ", writer.ToString(), StringComparison.Ordinal);
    }

    private static Sequential Deep(int layers)
    {
        var model = new Sequential(64, seed: 1);
        for (int i = 0; i < layers; i++)
            model.Dense(64, "relu");
        return model;
    }
}
