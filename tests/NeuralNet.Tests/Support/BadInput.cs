namespace NeuralNet.Tests;

/// <summary>
/// Asserts that invalid input causes an exception that names the layer or the argument, the expected and the actual value, and that the
/// model is unchanged, bit by bit.
/// </summary>
internal static class BadInput
{
    /// <summary>Data that <see cref="Binary"/> takes.</summary>
    public static readonly Tensor X = TestData.Normal([10, 2], 1), Y = TestData.Integers([10, 1], 2, 2);

    public static Sequential Binary() => Compiled(new Sequential(2, seed: 1).Dense(4, "tanh").Dense(1, "sigmoid"), "bce");

    public static Sequential Classifier(Loss loss) => Compiled(new Sequential(2, seed: 1).Dense(3, "softmax"), loss);

    public static History Fit(Model model, Tensor x, Tensor y) => model.Fit(x, y, verbose: Verbosity.Silent);

    public static TException Refuses<TException>(Model model, Func<Model, object?> action, params string[] said)
        where TException : Exception => Refuses<TException>(model, m => { action(m); }, said);

    /// <summary>
    /// Asserts that an action throws an exception whose message contains all given parts, and that no bit of the weights has changed.
    /// </summary>
    public static TException Refuses<TException>(Model model, Action<Model> action, params string[] said)
        where TException : Exception
    {
        int[] before = Bits.Of(model);
        TException exception = Refuses<TException>(() => action(model), said);
        Assert.Equal(before, Bits.Of(model));
        return exception;
    }

    /// <summary>Asserts that an action throws an exception whose message contains all given parts.</summary>
    public static TException Refuses<TException>(Action action, params string[] said)
        where TException : Exception
    {
        TException exception = Assert.ThrowsAny<TException>(action);
        Assert.All(said, part => Assert.Contains(part, exception.Message, StringComparison.OrdinalIgnoreCase));
        return exception;
    }

    private static Sequential Compiled(Sequential model, Loss loss)
    {
        model.Compile("adam", loss, "accuracy");
        return model;
    }
}
