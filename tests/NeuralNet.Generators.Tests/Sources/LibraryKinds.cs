using System;
using System.Collections.Generic;

#pragma warning disable CS1591, CS8618 // Stand-ins for the library: neither documented nor ever made.

// A model of the library's base types, as far as generated code knows them.
namespace NeuralNet;

[AttributeUsage(AttributeTargets.Class)]
public sealed class ConfigurableAttribute(params string[] aliases) : Attribute
{
    public string[] Aliases { get; } = aliases;

    public string? ClassName { get; set; }
}

public sealed class Configuration
{
    public void Set(string name, object? value)
    {
    }

    public float GetSingle(string name, float? defaultValue = null) => defaultValue ?? 0;

    public int GetInt32(string name, int? defaultValue = null) => defaultValue ?? 0;

    public string? GetString(string name) => null;
}

internal sealed class Registry<T>
{
    public Registry<T> Add(string className, Func<Configuration, T> create, params string[] names) => this;
}

public abstract class Layer(string? name)
{
    public string Name { get; } = name ?? "";

    public virtual string ClassName => GetType().Name;

    protected internal virtual void WriteTo(Configuration configuration)
    {
    }
}

public abstract class MergeLayer(string? name) : Layer(name);

public interface ILayerStack<TSelf>
    where TSelf : ILayerStack<TSelf>
{
    TSelf Add(Layer layer);
}

public interface IMergeable<TSelf>
    where TSelf : IMergeable<TSelf>
{
    TSelf Merge(Layer layer, params ReadOnlySpan<TSelf> others);
}

public abstract partial class Activation
{
    public abstract string Name { get; }

    protected internal virtual void WriteTo(Configuration configuration)
    {
    }

    public static Activation Bent() => new BentActivation();
}

public abstract partial class Loss
{
    public abstract string Name { get; }

    protected internal virtual string ClassName => GetType().Name;

    protected internal virtual void WriteTo(Configuration configuration)
    {
    }
}

public abstract partial class Metric
{
    protected internal abstract string DefaultName { get; }

    protected internal virtual string ClassName => GetType().Name;

    protected internal virtual void WriteTo(Configuration configuration)
    {
    }

    public static Metric From(Loss loss) => throw new NotSupportedException(loss.Name);
}
