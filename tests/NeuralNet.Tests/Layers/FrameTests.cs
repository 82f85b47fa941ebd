namespace NeuralNet.Tests;

public class FrameTests
{
    [Fact]
    public void APassWithoutGradientsThrows() => BadInput.Refuses<InvalidOperationException>(
        () => Pass(new Acting(frame => frame.OutputGradient.Clone())), "only goes forward");

    [Fact]
    public void MemoryOfAnotherLayerIsRefused()
    {
        LayerMemory? foreign = null;
        new Sequential(2).Add(new Acting(_ => { }, builder => foreign = builder.AddMemory("foreign", shapes => shapes.Input)));
        BadInput.Refuses<ArgumentException>(() => Pass(new Acting(frame => frame[foreign!].Clone())), "'foreign'", "not declared", "acting");
    }

    [Fact]
    public void MemoryIsDeclaredOnceAndInBuild()
    {
        BadInput.Refuses<ArgumentException>(() => new Sequential(2).Add(new Acting(_ => { }, Twice)), "memory named 'sums' twice");
        LayerBuilder? kept = null;
        new Sequential(2).Add(new Acting(_ => { }, builder => kept = builder));
        BadInput.Refuses<InvalidOperationException>(() => kept!.AddMemory("late", shapes => shapes.Input), "in Build, not later");

        static void Twice(LayerBuilder builder)
        {
            builder.AddMemory("sums", shapes => shapes.Input);
            builder.AddWorkspace("sums", shapes => shapes.Input);
        }
    }

    [Fact]
    public void MemoryHasTheShapeOfThePlan()
    {
        LayerMemory? memory = null;
        var shapes = new List<Shape>();
        var layer = new Acting(frame => shapes.Add(frame[memory!].Shape), builder => memory = builder.AddMemory("double", pass => [pass.BatchSize, 2 * pass.Input[1]]));
        Sequential model = new Sequential(3, seed: 1).Add(layer);
        model.PredictOnBatch(new Tensor([5, 3]));
        model.PredictOnBatch(new Tensor([2, 3]));
        Assert.Equal([[5, 6], [2, 6]], shapes);
    }

    /// <summary>
    /// A layer that declares a final activation cannot apply the activation or its derivative itself, because it has no access to its
    /// output.
    /// </summary>
    [Fact]
    public void TheOutputAfterAFinalActivationIsNotAccessibleToTheLayer() =>
        BadInput.Refuses<InvalidOperationException>(() => Pass(new Activating()), "FinalActivation", "PreActivation", "applied for it");

    private static void Pass(Layer layer) => new Sequential(2, seed: 1).Add(layer).Predict(new Tensor([1, 2]));

    private sealed class Acting(Action<Frame> action, Action<LayerBuilder>? build = null) : Layer
    {
        protected internal override void Build(LayerBuilder builder) => build?.Invoke(builder);

        protected internal override void Forward(Frame frame) => action(frame);

        protected internal override void Backward(Frame frame)
        {
        }
    }

    private sealed class Activating : Layer
    {
        public override Activation FinalActivation => Activation.Tanh;

        protected internal override void Forward(Frame frame) => Activation.Tanh.Forward(frame.Input.Data, frame.Output.Data, 2);

        protected internal override void Backward(Frame frame)
        {
        }
    }
}
