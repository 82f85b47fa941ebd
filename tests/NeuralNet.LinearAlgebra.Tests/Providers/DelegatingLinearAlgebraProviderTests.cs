using System.Reflection;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra.Tests;

public sealed class DelegatingLinearAlgebraProviderTests
{
    [Fact]
    public void Every_member_reaches_the_inner_provider_with_its_arguments()
    {
        var inner = (Recorder)(object)DispatchProxy.Create<ILinearAlgebraProvider, Recorder>();
        var provider = new Plain((ILinearAlgebraProvider)(object)inner);
        Type provided = typeof(ILinearAlgebraProvider);
        MethodInfo[] members = [.. provided.GetInterfaces().Prepend(provided).SelectMany(type => type.GetMethods())];
        foreach (MethodInfo member in members)
        {
            object?[] arguments = [.. member.GetParameters().Select((parameter, index) => Sample(parameter.ParameterType, index))];
            member.Invoke(provider, arguments);
            Assert.Equal(member, inner.Called);
            Assert.Equal(arguments, inner.Arguments);
        }

        Assert.Equal((4 * 28) + 3, members.Length);
    }

    [Fact]
    public void An_inner_provider_is_required() => Assert.Throws<ArgumentNullException>(() => new Plain(null!));

    private static object? Sample(Type type, int index) =>
        type.IsArray ? Array.CreateInstance(type.GetElementType()!, index + 1)
        : type == typeof(int) ? index
        : Activator.CreateInstance(type);

    private sealed class Plain(ILinearAlgebraProvider inner) : DelegatingLinearAlgebraProvider(inner);

    public class Recorder : DispatchProxy
    {
        public MethodInfo? Called { get; private set; }

        public object?[]? Arguments { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            (Called, Arguments) = (targetMethod, args);
            return targetMethod!.ReturnType == typeof(void) ? null : Activator.CreateInstance(targetMethod.ReturnType);
        }
    }
}
