namespace NeuralNet.Aot;

/// <summary>Creates an object of each kind from a name, and checks an unknown name.</summary>
internal static class Names
{
    private static readonly string[] Activations = ["relu", "selu", "gelu", "silu", "mish", "softplus", "softmax", "leaky_relu"];
    private static readonly string[] Initializers = ["zeros", "he_normal", "glorot_uniform", "lecun_normal", "orthogonal", "truncated_normal"];
    private static readonly string[] Optimizers = ["sgd", "rmsprop", "adam", "adamw", "nadam", "adamax", "adagrad", "adadelta", "lion"];
    private static readonly string[] Losses = ["mse", "mae", "huber", "log_cosh", "hinge", "poisson", "cosine_similarity"];
    private static readonly string[] Metrics = ["mae", "root_mean_squared_error", "r2_score", "cosine_similarity"];

    public static void Run()
    {
        (Tensor x, Tensor y) = Data.Clouds(12, seed: 5);
        foreach (string activation in Activations)
        {
            foreach (string initializer in Initializers)
                Require.True(new Sequential(2, seed: 1).Dense(2, activation,
                    kernelInitializer: initializer).Predict(x).ToArray().All(float.IsFinite));
        }

        foreach (string optimizer in Optimizers)
        {
            foreach (string loss in Losses)
            {
                Sequential model = new Sequential(2, seed: 1).Dense(1, "softplus", kernelRegularizer: "l2", kernelConstraint: "non_negative");
                model.Compile(optimizer!, loss!, [.. Metrics.Select(name => (Metric)name!)]);
                model.Fit(x, y, epochs: 2, verbose: Verbosity.Silent);
                Require.True(double.IsFinite(model.Evaluate(x, y).Loss));
            }
        }

        try
        {
            new Sequential(2).Dense(2, "rellu");
            throw new InvalidOperationException("'rellu' was taken for an activation.");
        }
        catch (ArgumentException exception)
        {
            Require.True(exception.Message.Contains("'relu'", StringComparison.Ordinal));
        }
    }
}
