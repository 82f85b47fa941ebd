namespace NeuralNet.Aot;

/// <summary>A custom layer, which a file names and <see cref="CustomObjects"/> creates.</summary>
internal static class CustomClasses
{
    public static void Run(string folder)
    {
        string path = Path.Combine(folder, "custom.safetensors");
        Sequential model = new Sequential(2, seed: 1).Add(new Scale(3)).Dense(1);
        model.Save(path);
        Model again = Model.Load(path, new CustomObjects().Add("Scale", settings => new Scale(settings.GetSingle("factor"))));
        Tensor x = new float[,] { { 1, 2 } };
        Require.SameBits(model.Predict(x), again.Predict(x));

        RequireRefusal(new Forgetful(3), path, "'times'");
        RequireRefusal(new Marked(3), path, "the generator did not run");
    }

    private static void RequireRefusal(Layer layer, string path, string message)
    {
        try
        {
            new Sequential(2).Add(layer).Save(path);
            throw new InvalidOperationException("A layer was saved without its settings.");
        }
        catch (NotSupportedException exception)
        {
            Require.True(exception.Message.Contains(message, StringComparison.Ordinal));
        }
    }

    /// <summary>A layer that does not write its setting.</summary>
    private sealed class Forgetful(float times, string? name = null) : Multiple(times, name);

    /// <summary>A layer that is marked for the generator, which does not run for this program.</summary>
    [Configurable]
    private sealed class Marked(float times) : Multiple(times, null);

    private sealed class Scale(float factor) : Multiple(factor, null)
    {
        protected override void WriteTo(Configuration configuration) => configuration.Set("factor", Factor);
    }

    private abstract class Multiple(float factor, string? name) : Layer(name)
    {
        protected float Factor { get; } = factor;

        protected override void Forward(Frame frame)
        {
            for (int i = 0; i < frame.Input.Length; i++)
                frame.Output.AsSpan()[i] = Factor * frame.Input.AsSpan()[i];
        }

        protected override void Backward(Frame frame)
        {
            for (int i = 0; frame.InputGradient is { } gradient && i < gradient.Length; i++)
                gradient.AsSpan()[i] = Factor * frame.OutputGradient.AsSpan()[i];
        }
    }
}
