namespace NeuralNet.TestSupport;

/// <summary>The exported models: each example of a layer, each activation alone and in a Dense, and models of several layers.</summary>
internal static class ExportExamples
{
    private const int BatchSize = 3;

    public static readonly ExportExample[] All =
    [
        .. LayerExamples.All.Select(OfLayer),
        .. ActivationExamples.All.Select((activation, i) => new ExportExample(
            $"{i} {activation.Name}", () => Alone(activation), Wide([BatchSize, 4]))),
        .. ActivationExamples.All.Select((activation, i) => new ExportExample(
            $"{i} {activation.Name} in Dense", () => new Sequential(3).Dense(4, activation).Dense(2), Wide([BatchSize, 3]))),
        new("chain", Chain, Data([5, 4])),
        new("chain of steps", ChainOfSteps, Data([5, 4, 3])),
        new("batch of one", () => new Sequential(2).Dense(3, "leaky_relu").Dense(1, "sigmoid"), Data([1, 2])),
        new("normalization undone", () => new Sequential(3).Normalization(-1, [1, 2, 3], [4, 0, 6], true).Dense(2), Data([5, 3])),
        new("several inputs and outputs", Branches, Data([BatchSize, 3]), Data([BatchSize, 2])),
        new("shared layer", Shared, Data([BatchSize, 3]), Data([BatchSize, 3])),
        new("functions of one value", Residual, Data([BatchSize, 4])),
        new("input that is an output", InputAsOutput, Data([BatchSize, 4])),
        new("embedding", () => new Sequential(4).Embedding(7, 3).GlobalAveragePooling1D().Dense(2, "softmax"), Tokens(4, 7)),
        new("padding and average", () => Padded().Dense(3, "tanh").GlobalAveragePooling1D().Dense(2), Tokens(4, 3)),
        new("padding and maximum", () => Padded().LayerNormalization().GlobalMaxPooling1D().Dense(2), Tokens(4, 3)),
        new("padding of two inputs", PaddedInputs, Tokens(4, 2), Tokens(4, 3)),
        new("names that others use", CollidingNames, Data([BatchSize, 3])),
        new("normalizations by halves", HalfNormalizations, Data([5, 4])),
        new("slopes", Slopes, Data([5, 4])),
        new("slopes that are shared", SharedSlopes, Data([5, 2, 3])),
        new("one layer three times", Repeated, Data([5, 3])),
        new("an output that goes on", HiddenOutput, Data([5, 3])),
        new("what only training uses", TrainingOnly, Data([5, 3])),
    ];

    public static TheoryData<string> Names => [.. All.Select(example => example.Name)];

    public static ExportExample Named(string name) => All.Single(example => example.Name == name);

    private static ExportExample OfLayer(LayerExample example, int index)
    {
        Tensor[] inputs = example.Inputs(BatchSize, seed: 7);
        return new ExportExample($"{index} {example.Name}", () => Alone(example.Make(), inputs), inputs) { NotInOnnx = example.NotInOnnx };
    }

    private static Model Alone(Layer layer, Tensor[] data)
    {
        Input[] inputs = [.. data.Select(tensor => new Input(new Shape(tensor.Shape.Skip(1).ToArray())))];
        return new Model(inputs, [inputs[0].Merge(layer, [.. inputs.Skip(1)])]);
    }

    private static Model Alone(Activation activation)
    {
        var input = new Input(4);
        return new Model(input, input.Activation(activation));
    }

    private static Model Chain() => new Sequential(4)
        .Dense(8, "relu")
        .BatchNormalization()
        .Dropout(0.3f)
        .Dense(5, "gelu", name: "Zürich 1")
        .Dense(3, "softmax");

    private static Model ChainOfSteps() => new Sequential([4, 3])
        .Dense(5, "mish")
        .BatchNormalization()
        .Dense(2, "softmax", useBias: false)
        .Flatten()
        .Dense(1);

    private static Sequential Padded() => new Sequential(4).Embedding(3, 2, maskZero: true);

    private static Model Branches()
    {
        Input left = new(3, name: "left"), right = new(2, name: "right");
        Node joined = left.Dense(4, "relu").Concatenate(right.Dense(2, "tanh"));
        return new Model([left, right], [joined.Dense(2, "softmax", name: "kind"), joined.Dense(1, name: "size")]);
    }

    private static Model Shared()
    {
        Input left = new(3), right = new(3);
        var shared = new Dense(4, "silu");
        return new Model([left, right], [left.Add(shared).Subtract(right.Add(shared)).Dense(2)]);
    }

    /// <summary>Creates a model of sums and products of functions of one value, some of which form an activation.</summary>
    private static Model Residual()
    {
        var input = new Input(4);
        Node squared = input.Multiply(input), gated = input.Multiply(input.Activation("sigmoid"));
        return new Model(input, squared.Add(input.Activation("relu"), gated, input.Dense(4, "tanh")));
    }

    private static Model InputAsOutput()
    {
        var input = new Input(4);
        return new Model([input], [input, input.Dense(2)]);
    }

    private static Model PaddedInputs()
    {
        Input left = new(4), right = new(4);
        Node sum = left.Embedding(2, 3, maskZero: true).Add(right.Embedding(3, 3, maskZero: true));
        return new Model([left, right], [sum.GlobalAveragePooling1D().Concatenate(sum.GlobalMaxPooling1D())]);
    }

    /// <summary>Creates a model in which the second use of a layer, or a part of a layer, has the name of another layer.</summary>
    private static Model CollidingNames()
    {
        var input = new Input(3, name: "in \"put\" \\ 输入");
        var shared = new Dense(3, "gelu", name: "d");
        Node twice = input.Add(shared).Add(shared);
        return new Model(input, twice.Dense(2, "hard_sigmoid", name: "d:1").Dense(2, name: "d_1").Dense(2, name: "d_re_lu").Dense(1, name: "1 é"));
    }

    private static Model HalfNormalizations() => new Sequential(4)
        .BatchNormalization(center: false, epsilon: 0.1f)
        .BatchNormalization(scale: false)
        .LayerNormalization(center: false, epsilon: 0.1f)
        .LayerNormalization(scale: false)
        .Dense(2, "softmax");

    private static Model Slopes() => new Sequential(4)
        .Dense(3, Activation.LeakyReLU(0.7f))
        .LeakyReLU(0.05f)
        .Dense(3, Activation.LeakyReLU(1.5f))
        .Dense(3, Activation.GELU(approximate: false));

    private static Model SharedSlopes() =>
        new Sequential([2, 3]).PReLU(sharedAxes: [1, 2]).PReLU(sharedAxes: [2]).PReLU().Flatten().Dense(2);

    private static Model Repeated()
    {
        var input = new Input(3);
        Layer dense = new Dense(3, "tanh"), activation = new ActivationLayer("leaky_relu");
        Node first = input.Add(dense), second = first.Add(activation).Add(dense), third = second.Add(activation).Add(dense);
        return new Model([input], [third, first.Concatenate(second, third).Dense(1)]);
    }

    private static Model HiddenOutput()
    {
        var input = new Input(3);
        Node hidden = input.Dense(4, "relu", name: "hidden");
        return new Model([input], [hidden, hidden.Dropout(0.5f, name: "dropped"), hidden.Dense(2, name: "last")]);
    }

    private static Model TrainingOnly() => new Sequential(3)
        .GaussianNoise(0.5f)
        .Dense(4, "relu", kernelRegularizer: "l2", activityRegularizer: "l1", kernelConstraint: new MaxNorm(1))
        .AlphaDropout(0.2f)
        .Dense(2)
        .Dropout(0.5f);

    private static Tensor Data(Shape shape) => TestData.Normal(shape, seed: shape.Size);

    private static Tensor Wide(Shape shape) => TestData.Normal(shape, seed: 31, scale: 3);

    /// <summary>Returns rows of tokens, the first of which is padding only.</summary>
    private static Tensor Tokens(int steps, int count)
    {
        Tensor tokens = TestData.Integers([5, steps], seed: count, count);
        tokens.AsSpan()[..steps].Clear();
        return tokens;
    }
}
